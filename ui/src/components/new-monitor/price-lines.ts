import type { CostEstimate } from "$lib/bindings/CostEstimate";
import type { CostLine } from "$lib/bindings/CostLine";
import type { Preview } from "$lib/bindings/Preview";
import type { ServiceKind } from "$lib/bindings/ServiceKind";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** A line of the arithmetic: words left, amount right. */
export type PriceLine = { label: string; amount: string };

/** The arithmetic line by line; comments are always told of, off or on. */
export function priceLines(estimate: CostEstimate): PriceLine[] {
  const f = here();
  const lines = estimate.lines.map((line) => {
    const unit = f.unitPrice(line.unit);
    const amount = amountOf(line);
    return { label: line.unit === 0 ? freeLabel(line) : pricedLabel(line, unit), amount };
  });
  const withComments = estimate.lines.some((line) => line.kind === "comments");
  return withComments ? lines : [...lines, { label: m.price_comments_off(), amount: f.money(0) }];
}

function pricedLabel(line: CostLine, unit: string): string {
  if (line.count === null) return m.price_comments({ unit });
  if (line.kind === "comments") {
    return m.price_comments_most({ count: line.count, n: here().count(line.count), unit });
  }
  return m.price_posts({ count: line.count, n: here().count(line.count), unit });
}

function freeLabel(line: CostLine): string {
  if (line.count === null) return m.price_comments_free();
  return m.price_posts_free({ count: line.count, n: here().count(line.count) });
}

function amountOf(line: CostLine): string {
  if (line.unit === 0) return here().money(0);
  return line.amount === null ? m.price_open() : here().money(line.amount);
}

/** Whether nothing of it costs anything, however much comes. */
export const isFree = (estimate: CostEstimate): boolean => estimate.lines.every((line) => line.unit === 0);

/** "At most" as a figure: the amount, or that there is none. */
export function mostFigure(estimate: CostEstimate): string {
  if (isFree(estimate)) return here().money(0);
  return estimate.at_most.kind === "known" ? here().money(estimate.at_most.amount) : m.price_no_ceiling();
}

/** Whether fewer posts would cost less real money; as the service does, until the price is there. */
export function postsCost(preview: Preview | null, service: ServiceKind): boolean {
  if (service === "practice") return false;
  const unit = preview?.price?.prices.post;
  return unit === undefined ? service === "gen" : unit > 0;
}
