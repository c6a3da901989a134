/** A place that several people may share. */
interface SharedPlace {
  readonly id: string;
  readonly parentId?: string;
}

/** The conversation of one person in a place. See `Channel.personId`. */
export function personalChannel<Place extends SharedPlace>(place: Place, personId: string) {
  const { id, parentId = id } = place;
  return { ...place, id: `${id}/${personId}`, parentId, personId };
}

/** The id of the place itself. */
export function placeIdOf({
  id,
  personId,
}: {
  readonly id: string;
  readonly personId?: string;
}): string {
  return personId === undefined ? id : id.slice(0, -personId.length - 1);
}
