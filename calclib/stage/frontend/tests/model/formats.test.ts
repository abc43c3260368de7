import { expect, test } from "vitest";
// tests/stage/test_formats.py reads the same table: a number is written the same everywhere.
import table from "../../../../../tests/data/numbers.json";
import { formatNumber } from "../../src/model/numbers";

test("a number is written as the table has it", () => {
  for (const [value, form, written] of table as [number | string, string, string][]) {
    expect(formatNumber(Number(value), form), `${value} ${form}`).toBe(written);
  }
});
