import fc from "fast-check";

// fast-check's own unit "binary" is the same, but takes seconds to be made.
const codePoint = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xff_ff }),
    fc.integer({ min: 0, max: 0x10_ff_ff }),
  )
  .filter((code) => code < 0xd8_00 || code > 0xdf_ff)
  .map((code) => String.fromCodePoint(code));

/** Strings of any characters, control characters and emoji included, but no half surrogate pairs. */
export function anyText(constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: codePoint });
}
