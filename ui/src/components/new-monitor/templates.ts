import type { MonitorDraft } from "$lib/bindings/MonitorDraft";
import { m } from "$lib/paraglide/messages";

/** A way to begin: what is chosen, but for the target and the platform. */
export type Template = { label: string; draft: Partial<MonitorDraft> };

/** The templates that come with the app. */
export const templates = (): Template[] => [
  {
    label: m.template_competitor(),
    draft: { type: "username", days: 30, max_results: 50, monitoring: true, comment_monitoring: false },
  },
  {
    label: m.template_hashtag(),
    draft: { type: "hashtag", days: 7, max_results: 50, monitoring: true, comment_monitoring: false },
  },
  {
    label: m.template_topic(),
    draft: { type: "keyword", days: 7, max_results: 30, monitoring: true, comment_monitoring: false },
  },
  {
    label: m.template_creator(),
    draft: { type: "username", days: 180, max_results: 50, monitoring: false, comment_monitoring: false },
  },
];
