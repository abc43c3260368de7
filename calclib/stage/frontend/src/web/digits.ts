// Numbers in few digits, written as Python writes them: f"{1.125:.3g}".

/** A number rounded to some digits; of two that are as near, the one whose last digit is even. */
function rounded(value: number, digits: number): [mantissa: string, exponent: number] {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const exact = value.toExponential(60).split("e")[0].replace("-", "").replace(".", "");
  const isTie = /^50*$/.test(exact.slice(digits));
  if (!isTie || Number(exact[digits - 1]) % 2 === 1) return [mantissa, Number(exponent)];
  const kept = exact.slice(0, digits);
  const below = digits > 1 ? `${kept[0]}.${kept.slice(1)}` : kept;
  return [value < 0 ? `-${below}` : below, Number(value.toExponential(60).split("e")[1])];
}

/** A number with so many significant digits and no zeros at its end; in powers of ten far from 1. */
export function general(value: number, digits: number): string {
  const [mantissa, exponent] = rounded(value, digits);
  const withoutZeros = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent >= -4 && exponent < digits)
    return withoutZeros(Number(`${mantissa}e${exponent}`).toFixed(digits - 1 - exponent));
  const power = `${Math.abs(exponent)}`.padStart(2, "0");
  return `${withoutZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${power}`;
}

/** A number in as many digits as tell it from another, three at least; no power of ten below 10⁶. */
export function tellApart(yours: number, aim: number, digits = 3): string {
  const given = general(yours, digits);
  const wanted = general(aim, digits);
  const isHidden = digits < 6 && `${given}${wanted}`.includes("e+"); // 1.23e+03 hides what 1234 shows
  return digits < 17 && (given === wanted || isHidden) ? tellApart(yours, aim, digits + 1) : given;
}
