import { getLocale } from "$lib/paraglide/runtime";

/** Bytes as people read them, in the window's language. */
export function sizeText(bytes: number): string {
  const kilo = bytes / 1000;
  const [amount, unit] = kilo < 1000 ? [kilo, "kilobyte"] : [kilo / 1000, "megabyte"];
  const format = { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(getLocale(), format).format(amount);
}
