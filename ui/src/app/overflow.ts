/** Where a box holds more than is in sight. */
function hidden(box: HTMLElement): "above" | "below" | "both" | null {
  const above = box.scrollTop > 1;
  const below = box.scrollHeight - box.clientHeight - box.scrollTop > 1;
  if (above && below) return "both";
  return above ? "above" : below ? "below" : null;
}

/** Lets the keyboard scroll a box while there is more in it than is in sight, and says where that is in
    `data-more`, for its looks. */
export function overflow(box: HTMLElement): () => void {
  const look = () => {
    const where = hidden(box);
    if (where === null) box.removeAttribute("data-more");
    else box.dataset.more = where;
    if (box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  const watch = new ResizeObserver(look);
  watch.observe(box);
  for (const child of box.children) watch.observe(child);
  box.addEventListener("scroll", look, { passive: true });
  look();
  return () => {
    watch.disconnect();
    box.removeEventListener("scroll", look);
  };
}
