import { fieldsReader, integerReader, numberReader } from '../../../../lib/json-reader.ts';
import { titleReader } from '../readers.ts';

const location = fieldsReader({
  latitude: numberReader,
  longitude: numberReader,
  horizontal_accuracy: numberReader,
  live_period: integerReader,
  heading: integerReader,
});
/** Telegram's value for a location that is shared without an end. */
const ENDLESS_PERIOD = 0x7fffffff;

/** A location: its coordinates, and how long people see it move. */
export function describePlace(value: unknown): string {
  const place = location(value) ?? {};
  const { latitude, longitude, horizontal_accuracy: accuracy, live_period: period } = place;
  if (latitude === undefined || longitude === undefined) return '';

  const facts = [
    accuracy && `accurate to ${accuracy} m`,
    period && (period === ENDLESS_PERIOD ? 'live' : `live for ${Math.ceil(period / 60)} minutes`),
    place.heading && `moving towards ${place.heading}°`,
  ].filter(Boolean);
  const coordinates = `${latitude}, ${longitude}`;
  return facts.length === 0 ? coordinates : `${coordinates} (${facts.join(', ')})`;
}

const venue = fieldsReader({
  location: (value) => describePlace(value) || undefined,
  title: titleReader,
  address: titleReader,
});

/** A venue: its name, address and coordinates. */
export function describeVenue(value: unknown): string {
  const { location: coordinates, title, address } = venue(value) ?? {};
  return [title, address, coordinates].filter(Boolean).join(', ');
}
