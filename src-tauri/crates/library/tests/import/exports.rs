use contract::{Platform, UnixMillis};
use library::import::{ImportEnd, ImportForm, RowTrouble, look};
use library::{Media, SourceId};

use crate::desk::{Desk, fixture};

const SPF: &str = "7320768196569599275";

#[test]
fn each_form_is_known_by_its_beginning() {
    for (name, form) in [
        ("made_apify_tiktok.json", ImportForm::ApifyJson),
        ("made_apify_tiktok.csv", ImportForm::ApifyCsv),
        ("made_zeeschuimer.ndjson", ImportForm::Zeeschuimer),
        ("made_table.csv", ImportForm::Table),
    ] {
        assert_eq!(look(&fixture(name)).unwrap().form, form, "{name}");
    }
}

#[test]
fn an_apify_export_becomes_posts_with_comments_and_missing_counts_stay_missing() {
    let desk = Desk::new();
    let report = desk.bring(&fixture("made_apify_tiktok.json"));
    assert_eq!(report.end, ImportEnd::Done);
    assert_eq!(
        (
            report.progress.rows,
            report.progress.posts,
            report.progress.comments
        ),
        (6, 2, 1)
    );
    let post = desk.post(SPF);
    let counts = post.card.counts;
    assert_eq!(
        (counts.views, counts.likes, counts.shares),
        (Some(412_000), Some(31_200), None)
    );
    assert_eq!(post.card.hashtags, ["skincare", "spf50"]);
    assert_eq!(post.card.published_at, UnixMillis(1_795_183_385_000));
    assert_eq!(
        (post.card.source, post.card.duration_ms),
        (SourceId::Import, Some(42_000))
    );
    assert_eq!(post.comments[0].text, "Which one is it?");
    assert_eq!(post.imported.unwrap().file_name, "made_apify_tiktok.json");
    let slides = desk.post("7320768196569599276");
    assert_eq!(
        (slides.card.media, slides.caption.as_str()),
        (Media::Carousel, "Slides with a zero")
    );
}

#[test]
fn rows_that_cannot_be_read_are_told_with_their_number_field_and_reason() {
    let desk = Desk::new();
    let report = desk.bring(&fixture("made_apify_tiktok.json"));
    let told: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.row, problem.field.as_str(), problem.what))
        .collect();
    assert_eq!(
        told,
        [
            (3, "error", RowTrouble::FailedThere),
            (4, "createTimeISO", RowTrouble::Missing),
            (6, "post", RowTrouble::PostUnknown),
        ]
    );
    assert_eq!(report.progress.refused, 3);
}

#[test]
fn instagram_and_youtube_exports_are_read_as_what_they_are() {
    let desk = Desk::new();
    desk.bring(&fixture("made_apify_instagram.json"));
    desk.bring(&fixture("made_apify_youtube.json"));
    let picture = desk.post("2642468740567312952");
    assert_eq!(
        (picture.card.platform, picture.card.media),
        (Platform::Instagram, Media::Carousel)
    );
    assert_eq!(picture.card.counts.likes, None, "-1 means hidden");
    assert_eq!(picture.comments[0].author.as_deref(), Some("mia"));
    let video = desk.post("dQw4w9WgXcQ").card;
    assert_eq!(
        (video.platform, video.title.as_deref()),
        (Platform::YouTube, Some("Ceramides explained"))
    );
    assert_eq!((video.duration_ms, video.counts.comments), (Some(668_000), None));
    assert_eq!(video.creator.unwrap().followers, Some(52_000));
}

#[test]
fn a_table_of_apify_is_read_as_the_items_it_was_made_from() {
    let desk = Desk::new();
    desk.bring(&fixture("made_apify_tiktok.csv"));
    let post = desk.post(SPF);
    assert_eq!(post.caption, "How I layer SPF, slowly");
    assert_eq!(post.card.hashtags, ["skincare", "spf50"]);
    assert_eq!(post.card.creator.unwrap().handle.as_deref(), Some("saltandfern"));
}

#[test]
fn what_zeeschuimer_captured_becomes_posts_and_other_platforms_are_told() {
    let desk = Desk::new();
    let report = desk.bring(&fixture("made_zeeschuimer.ndjson"));
    let post = desk.post(SPF).card;
    assert_eq!(
        post.fetched_at,
        UnixMillis(1_795_200_000_000),
        "a row says itself when it was captured"
    );
    assert_eq!((post.counts.saves, post.counts.views), (Some(88), Some(412_000)));
    assert_eq!(post.hashtags, ["skincare", "spf50"]);
    assert_eq!(
        desk.post("2642468740567312952").card.counts.likes,
        None,
        "likes that are hidden are not given"
    );
    let told: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (problem.row, problem.what))
        .collect();
    assert_eq!(
        told,
        [(3, RowTrouble::OtherPlatform), (4, RowTrouble::Unreadable)]
    );
}

#[test]
fn the_same_file_twice_changes_nothing() {
    for name in [
        "made_apify_tiktok.json",
        "made_apify_instagram.json",
        "made_zeeschuimer.ndjson",
        "made_table.csv",
    ] {
        let desk = Desk::new();
        let first = desk.bring(&fixture(name));
        let before = desk.all();
        let again = desk.bring(&fixture(name));
        assert_eq!(desk.all(), before, "{name}");
        assert_eq!(
            (again.progress.posts, again.progress.new_posts),
            (first.progress.posts, 0),
            "{name}"
        );
    }
}

#[test]
fn a_post_in_two_exports_is_one_post() {
    let desk = Desk::new();
    desk.bring(&fixture("made_apify_tiktok.json"));
    desk.bring(&fixture("made_zeeschuimer.ndjson"));
    desk.bring(&fixture("made_table.csv"));
    let same = desk
        .posts()
        .into_iter()
        .filter(|post| post.native_id == SPF)
        .count();
    assert_eq!(same, 1);
}

#[test]
fn an_imported_post_is_found_and_compared_with_its_creators_usual() {
    let desk = Desk::new();
    let items: Vec<String> = [100, 200, 900].iter().enumerate().map(|(index, views)| format!(
        r#"{{"id":"{index}1","text":"日焼け止め {index}","createTime":{},"webVideoUrl":"https://www.tiktok.com/@a/video/{index}1","playCount":{views},"authorMeta":{{"name":"a"}}}}"#,
        1_795_000_000 + index * 60
    )).collect();
    desk.bring_text("three.json", &format!("[{}]", items.join(",")));
    assert_eq!(desk.post("21").card.outlier, Some(4_500));
    let filter = library::PostFilter {
        search: "止め".to_owned(),
        ..Default::default()
    };
    let query = library::PostQuery {
        filter,
        limit: 10,
        ..Default::default()
    };
    assert_eq!(
        desk.reader.page(&crate::desk::agent(), &query).unwrap().total,
        Some(3)
    );
}
