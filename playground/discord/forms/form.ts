import { ApiError } from '../api-error.ts';
import type { Json } from '../json.ts';
import { isSnowflake } from '../snowflakes.ts';

/** The keys that lead from the body to a field. */
type Path = readonly (string | number)[];

/** Discord's nested `errors`. */
interface FieldErrors {
  [key: string]: FieldErrors | { code: string; message: string }[];
}

/**
 * Reads untrusted JSON field by field and collects the errors under the fields' paths, as Discord
 * nests them. A reader returns `undefined` for a value that is absent, null or wrong.
 * `throwIfInvalid` throws if anything was wrong.
 */
export class Form {
  readonly value: unknown;
  readonly path: Path;
  readonly #errors: FieldErrors;

  constructor(value: unknown, path: Path = [], errors: FieldErrors = {}) {
    this.value = value;
    this.path = path;
    this.#errors = errors;
  }

  /**
   * The form of a request's body.
   *
   * @throws An `ApiError` when the body is not an object.
   */
  static ofBody(body: unknown): Form {
    const form = new Form(body);
    if (!isRecord(body))
      form.addError('DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    form.throwIfInvalid();
    return form;
  }

  /** The form of a field of this object, or of an entry of this list. */
  field(key: string | number): Form {
    const value =
      isRecord(this.value) || Array.isArray(this.value) ? Reflect.get(this.value, key) : undefined;
    return new Form(value, [...this.path, key], this.#errors);
  }

  /** True when this object has the field, even if it is null. */
  has(key: string): boolean {
    return isRecord(this.value) && Object.hasOwn(this.value, key);
  }

  /** Adds an error under this field. */
  addError(code: string, message: string): undefined {
    let node = this.#errors;
    for (const key of this.path) {
      const next = node[key];
      const inner = next === undefined || Array.isArray(next) ? {} : next;
      node[key] = inner;
      node = inner;
    }
    const earlier = node._errors;
    node._errors = [...(Array.isArray(earlier) ? earlier : []), { code, message }];
    return undefined;
  }

  /** @throws An `ApiError` with all errors, if there are any. */
  throwIfInvalid(): void {
    if (Object.keys(this.#errors).length > 0) throw ApiError.invalidForm(this.#errors);
  }

  /** Adds an error if the value is absent or null. */
  required(): this {
    if (this.value === undefined || this.value === null) {
      this.addError('BASE_TYPE_REQUIRED', 'This field is required');
    }
    return this;
  }

  /** A string with a length between `min` and `max`. */
  text(min: number, max: number): string | undefined {
    const { value } = this;
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string')
      return this.addError('STRING_TYPE_CONVERT', 'Could not interpret value as string.');
    // The length is in UTF-16 units. Discord does not document its unit; a text that fits in these
    // fits in code points too.
    const { length } = value;
    if (length > max && min === 0) {
      return this.addError('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    }
    if (length < min || length > max) {
      return this.addError('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    }
    return value;
  }

  /** A whole number, or a string that holds one. */
  integer(): number | undefined {
    const { value } = this;
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
    return this.addError('NUMBER_TYPE_COERCE', `Value "${abbreviate(value)}" is not int.`);
  }

  /** One of these values. */
  oneOf<T extends number | string>(choices: readonly T[]): T | undefined {
    const { value } = this;
    if (value === undefined || value === null) return undefined;
    const choice = choices.find((candidate) => candidate === value);
    return (
      choice ?? this.addError('BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`)
    );
  }

  /** `true` or `false`. */
  boolean(): boolean | undefined {
    const { value } = this;
    if (value === undefined || value === null || typeof value === 'boolean')
      return value ?? undefined;
    return this.addError('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  }

  /** An id, as a string or a number. */
  snowflake(): string | undefined {
    const { value } = this;
    if (value === undefined || value === null) return undefined;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && isSnowflake(text)) return text;
    return this.addError('NUMBER_TYPE_COERCE', `Value "${abbreviate(value)}" is not snowflake.`);
  }

  /** The forms of a list's entries, if it has between `min` and `max` of them. */
  list(min: number, max: number): readonly Form[] | undefined {
    const { value } = this;
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value))
      return this.addError('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    if (value.length > max && min === 0) {
      return this.addError('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    }
    if (value.length < min || value.length > max) {
      return this.addError('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    }
    return value.map((_, index) => this.field(index));
  }

  /** This form, if its value is an object. */
  object(): (Form & { readonly value: Json }) | undefined {
    if (this.value === undefined || this.value === null) return undefined;
    if (hasRecord(this)) return this;
    return this.addError('DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
  }

  /** An address of at most `max` characters. */
  url(max: number): string | undefined {
    const text = this.text(0, max);
    if (text === undefined || /^(https?|discord|attachment):\/\/\S+$/.test(text)) return text;
    return this.addError('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasRecord(form: Form): form is Form & { readonly value: Json } {
  return isRecord(form.value);
}

function abbreviate(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100);
}
