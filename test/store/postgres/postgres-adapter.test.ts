import { silentLog } from '../../../src/lib/log.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { storeAdapterSuite } from '../../contracts/store-adapter-suite.ts';
import { freshDatabase, withoutPostgres } from '../../helpers/postgres.ts';

let database: Promise<string> | undefined;

storeAdapterSuite(
  'postgres',
  async (clock) => {
    database ??= freshDatabase();
    const url = await database;
    const { adapter } = await openPostgres({ url, clock, log: silentLog, readOnly: false });
    await adapter.clear();
    return adapter;
  },
  { skip: withoutPostgres },
);
