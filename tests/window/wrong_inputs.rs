//! Whatever is wrong in the form gets a sentence beside its field, and nothing is sent.

use contract::{Platform, TargetKind, supports};
use tests::window::App;

use crate::steps::open_practice;

/// What is typed and chosen, which field then speaks, and a word of what it says.
struct Wrong {
    typed: &'static str,
    kind: &'static str,
    posts: &'static str,
    field: &'static str,
    says: &'static str,
}

/// A name longer than any platform's: with its sign 160 characters.
const TOO_LONG: &str = "@abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyza\
                        bcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabc";

const WRONG: [Wrong; 8] = [
    Wrong {
        typed: "",
        kind: "username",
        posts: "20",
        field: "value",
        says: "",
    },
    Wrong {
        typed: "@",
        kind: "username",
        posts: "20",
        field: "value",
        says: "",
    },
    Wrong {
        typed: TOO_LONG,
        kind: "username",
        posts: "20",
        field: "value",
        says: "",
    },
    Wrong {
        typed: "#",
        kind: "hashtag",
        posts: "20",
        field: "value",
        says: "",
    },
    Wrong {
        typed: "#ok",
        kind: "hashtag",
        posts: "0",
        field: "max_results",
        says: "50",
    },
    Wrong {
        typed: "#ok",
        kind: "hashtag",
        posts: "51",
        field: "max_results",
        says: "50",
    },
    Wrong {
        typed: "#ok",
        kind: "hashtag",
        posts: "",
        field: "max_results",
        says: "50",
    },
    Wrong {
        typed: "#ok",
        kind: "hashtag",
        posts: "many",
        field: "max_results",
        says: "50",
    },
];

#[test]
fn every_wrong_input_gets_a_sentence_and_starts_nothing() {
    let app = open_practice();
    for wrong in &WRONG {
        app.click("new-monitor");
        fill_in(&app, wrong);
        app.click("start-monitor");
        let sentence = app.wait_until(
            &format!("a sentence about {:?} {:?}", wrong.typed, wrong.posts),
            10,
            |app| app.error_of(&format!("field-{}", wrong.field)),
        );
        assert!(
            sentence.contains(wrong.says),
            "{:?} should name {:?}",
            sentence,
            wrong.says
        );
        assert!(
            app.shows("error-summary"),
            "all wrong fields are listed in one place"
        );
        app.click("new-monitor-close");
    }
    crate::steps::to_board(&app);
    assert!(app.cards().is_empty(), "nothing was started");
}

#[test]
fn two_wrong_fields_are_named_together() {
    let app = open_practice();
    app.click("new-monitor");
    fill_in(
        &app,
        &Wrong {
            typed: "@",
            kind: "username",
            posts: "99",
            field: "",
            says: "",
        },
    );
    app.click("start-monitor");
    app.wait_until("both sentences", 10, |app| {
        app.error_of("field-value")?;
        app.error_of("field-max_results")
    });
}

#[test]
fn a_pair_that_does_not_exist_cannot_be_chosen_and_says_why() {
    let app = open_practice();
    app.click("new-monitor");
    app.type_into("smart-field", "ai tools");
    for platform in Platform::ALL {
        app.click(&format!("platform-{}", platform.as_str()));
        let may = supports(platform, TargetKind::Keyword);
        app.wait_until(
            &format!(
                "keyword on {platform} to be {}",
                if may { "open" } else { "closed" }
            ),
            5,
            |app| (app.is_available("type-keyword") == may).then_some(()),
        );
    }
    app.click("platform-instagram");
    let told = app.text_of("field-type");
    assert!(told.contains("keyword"), "the type says why: {told:?}");
}

fn fill_in(app: &App, wrong: &Wrong) {
    app.type_into("smart-field", wrong.typed);
    app.click("platform-tiktok");
    app.click(&format!("type-{}", wrong.kind));
    app.type_into("count-input", wrong.posts);
}
