/** A format of strings. */
type StringFormat = (text: string) => boolean;

/** A format of numbers, in the shape that Ajv's code calls. */
interface NumberFormat {
  readonly type: "number";
  readonly validate: (value: number) => boolean;
}

// RFC 3339, section 5.6. A leap second may come in any minute: which ones do is not known ahead.
const FULL_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const FULL_TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

function isDate(text: string): boolean {
  const [, year, month, day] = FULL_DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  // Day 0 of the month that follows is the last of this one.
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
}

function isDateTime(text: string): boolean {
  const separator = text[10] ?? "";
  return /[t\s]/i.test(separator) && isDate(text.slice(0, 10)) && FULL_TIME.test(text.slice(11));
}

// RFC 5321, section 4.1.2, without quoted local parts and address literals, which nobody has.
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const EMAIL_LENGTH = 320;

const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

// RFC 3986, sections 2 and 3.1: a scheme, then nothing but what a URI is written with.
const URI = /^[a-z][a-z0-9+.-]*:(?:[!#$&-;=?-[\]_a-z~]|%[0-9a-f]{2})+$/i;

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}(?<!\.)$/;

function integerWithin(low: number, high: number): NumberFormat {
  return {
    type: "number",
    validate: (value) => Number.isInteger(value) && value >= low && value <= high,
  };
}

/**
 * The formats that are checked, by their names in the OpenAPI Format Registry. Any other says
 * something to people alone.
 */
export const formats: Readonly<Record<string, StringFormat | NumberFormat>> = {
  date: isDate,
  "date-time": isDateTime,
  email: (text) => text.length <= EMAIL_LENGTH && EMAIL.test(text),
  int32: integerWithin(-(2 ** 31), 2 ** 31 - 1),
  // The bound itself is not exact as a number: what rounds to it may be in range.
  int64: integerWithin(-(2 ** 63), 2 ** 63),
  ipv4: (text) => IPV4.test(text),
  uri: (text) => URI.test(text),
  uuid: (text) => UUID.test(text),
};
