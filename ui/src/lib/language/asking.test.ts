import { afterEach, describe, expect, it } from "vitest";
import { m } from "$lib/paraglide/messages";
import { speak } from ".";

afterEach(() => speak("en"));

/** Buttons and rows of menus that ask more before they act: by a dialog, a form or a list of files. */
const asking = [
  m.settings_key_add,
  m.settings_key_replace,
  m.settings_key_remove,
  m.source_key_add,
  m.source_key_replace,
  m.source_key_remove,
  m.settings_ws_notify,
  m.settings_ws_edit,
  m.settings_ws_remove,
  m.backup_save,
  m.backup_restore,
  m.backup_restore_this,
  m.board_change,
  m.board_decide,
  m.views_save,
  m.bulk_change,
  m.bulk_tags,
  m.bulk_stop_menu,
  m.bulk_run_again,
  m.mon_edit,
  m.mon_tags,
  m.mon_stop,
  m.mon_remove,
  m.cadence_change,
  m.unk_exists,
  m.unk_leave,
  m.action_edit,
  m.action_follow_other,
  m.action_run_again,
  m.action_update_key,
];
/** They act at once, or only lead to another place. */
const acting = [
  m.settings_key_test,
  m.settings_quit_do,
  m.mon_look,
  m.mon_copy,
  m.bulk_open,
  m.board_clear,
  m.board_show_all,
];

describe("an ellipsis", () => {
  it("stands on what asks more before it acts, and on nothing else, in every language", async () => {
    for (const language of ["en", "de", "es", "ja"] as const) {
      await speak(language);
      for (const label of asking) expect(label()).toMatch(/…$/u);
      for (const label of acting) expect(label()).not.toContain("…");
      expect(m.unk_send({ price: "$1" })).toMatch(/… · \$1$/u);
      expect(m.mon_run({ price: "$1" })).toMatch(/… · \$1$/u);
    }
  });
});
