import {
  booleanReader,
  fieldsReader,
  integerReader,
  listReader,
  type ReadBy,
} from '../../../lib/json-reader.ts';
import { fileIdReader, titleReader } from './readers.ts';

const FILE_FIELDS = {
  file_id: fileIdReader,
  file_name: titleReader,
  mime_type: titleReader,
  file_size: integerReader,
  /** In seconds. */
  duration: integerReader,
};

const photoSize = fieldsReader(FILE_FIELDS, 'file_id');
const file = fieldsReader({ ...FILE_FIELDS, thumbnail: photoSize }, 'file_id');

/** The files of a message, of a block of a rich message, or of a message that is quoted from another chat. */
export const MEDIA_FIELDS = {
  photo: listReader(photoSize),
  live_photo: fieldsReader({ ...FILE_FIELDS, photo: listReader(photoSize) }, 'file_id'),
  animation: file,
  document: file,
  audio: fieldsReader(
    { ...FILE_FIELDS, thumbnail: photoSize, title: titleReader, performer: titleReader },
    'file_id',
  ),
  voice: file,
  /** A voice message in a block of a rich message. */
  voice_note: file,
  video: fieldsReader(
    { ...FILE_FIELDS, thumbnail: photoSize, cover: listReader(photoSize) },
    'file_id',
  ),
  video_note: file,
  sticker: fieldsReader(
    {
      ...FILE_FIELDS,
      thumbnail: photoSize,
      is_animated: booleanReader,
      is_video: booleanReader,
      emoji: titleReader,
      set_name: titleReader,
    },
    'file_id',
  ),
};

/** Reads the files in an object. `undefined`: it is no object. */
export const readMedia = fieldsReader(MEDIA_FIELDS);

/** The files of a message. */
export type UpdateMedia = ReadBy<typeof readMedia>;
