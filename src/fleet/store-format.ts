/** The newest format of the stored records that this program reads and writes. */
export const STORE_FORMAT = 1;
