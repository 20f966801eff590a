import type { Kept } from "$lib/bindings/Kept";
import type { StartNotice } from "$lib/bindings/StartNotice";
import { here } from "$lib/format";
import { m } from "$lib/paraglide/messages";

/** A notice of the start in plain words. */
export type Told = { tone: "trouble" | "budget" | "plain"; title: string; about: string };

const whats: Record<Kept, () => string> = {
  record: m.notice_what_record,
  jobs: m.notice_what_jobs,
  posts: m.notice_what_posts,
};

/** What happened to which file, from when the copy is, and what is missing since. */
export function tellNotice(notice: StartNotice, now: number): Told {
  switch (notice.kind) {
    case "fell_back": {
      const when = here().moment(notice.made_at, now);
      const about = notice.what === "record" ? m.notice_fell_back_record : m.notice_fell_back_other;
      return {
        tone: "trouble",
        title: m.notice_fell_back_title({ what: whats[notice.what](), when }),
        about: about({ file: notice.damaged }),
      };
    }
    case "started_empty":
      return {
        tone: "trouble",
        title: m.notice_empty_title({ what: whats[notice.what]() }),
        about: m.notice_empty_about({ file: notice.damaged }),
      };
    case "restored": {
      const about =
        notice.kept === null ? m.notice_restored_first() : m.notice_restored_about({ file: notice.kept });
      return { tone: "plain", title: m.notice_restored_title(), about };
    }
    case "not_restored":
      return { tone: "budget", title: m.notice_not_restored_title(), about: m.notice_not_restored_about() };
    case "damaged":
      return {
        tone: "trouble",
        title: m.notice_damaged_title({ what: whats[notice.what]() }),
        about: m.notice_damaged_about(),
      };
  }
}
