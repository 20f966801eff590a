//! Files and texts as people bring them.
#![expect(clippy::expect_used, reason = "a test says what it expected")]

use std::io::{Cursor, Write};

use contract::{Field, MonitorDraft, Reason};
use lists::{Defaults, Leftover, ListError, ROWS_MAX, Role, Row, Table, read_rows, write_leftovers};

fn defaults() -> Defaults {
    MonitorDraft {
        days: Some(30),
        max_results: Some(50),
        monitoring: Some(true),
        comment_monitoring: Some(false),
        ..MonitorDraft::default()
    }
}

fn table(bytes: &[u8]) -> Table {
    Table::of_bytes("list.csv", bytes).expect("it is a list")
}

fn rows(table: &Table) -> Vec<Row> {
    read_rows(table, table.headed, &table.roles(), &defaults())
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table
        .lines
        .iter()
        .map(|line| line.cells.iter().map(String::as_str).collect())
        .collect()
}

fn targets(rows: &[Row]) -> Vec<String> {
    rows.iter()
        .map(|row| row.draft.value.clone().unwrap_or_default())
        .collect()
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    let units: Vec<u16> = mark.encode_utf16().chain(text.encode_utf16()).collect();
    units
        .iter()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

const LIST: &str = "Account;Platform;Posts\r\n@müller;Instagram;20\r\n@grün;TikTok;10\r\n";
const WANTED: [&str; 2] = ["@müller", "@grün"];

#[test]
fn the_same_list_is_read_in_every_encoding_that_spreadsheets_write() {
    let windows = LIST
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin letters"))
        .collect::<Vec<_>>();
    let marked = [b"\xef\xbb\xbf".as_slice(), LIST.as_bytes()].concat();
    let all = [
        LIST.as_bytes().to_vec(),
        marked,
        windows,
        utf16(LIST, true, false),
        utf16(LIST, true, true),
        utf16(LIST, false, false),
        utf16(LIST, false, true),
    ];
    for (index, bytes) in all.iter().enumerate() {
        assert_eq!(targets(&rows(&table(bytes))), WANTED, "encoding {index}");
    }
}

#[test]
fn every_separator_and_excels_own_line_are_understood() {
    for separator in [",", ";", "\t", "|"] {
        let text = LIST.replace(';', separator);
        assert_eq!(targets(&rows(&table(text.as_bytes()))), WANTED, "{separator:?}");
    }
    let named = format!("sep=;\r\n{LIST}");
    assert_eq!(targets(&rows(&table(named.as_bytes()))), WANTED);
}

#[test]
fn quotes_keep_separators_and_line_ends_inside_a_cell() {
    let list = table(b"keyword,platform\n\"repair, barrier\",tiktok\n\"say \"\"hi\"\"\",youtube\n");
    assert_eq!(targets(&rows(&list)), ["repair, barrier", "say \"hi\""]);
}

#[test]
fn a_comma_in_a_sentence_is_no_separator() {
    let list = Table::of_text("@nike\nhow to bake bread\nsoap, oats and care\n#skincare\n").expect("a list");
    assert_eq!(list.width(), 1);
    assert!(!list.headed);
}

#[test]
fn a_pasted_line_of_targets_is_a_row_for_each() {
    let list = Table::of_text("@nike, @adidas @puma\n#run #walk\nhttps://www.tiktok.com/@khaby.lame")
        .expect("a list");
    assert_eq!(
        targets(&rows(&list)),
        ["@nike", "@adidas", "@puma", "#run", "#walk", "@khaby.lame"]
    );
    assert_eq!(
        rows(&list).iter().map(|row| row.line).collect::<Vec<_>>(),
        [1, 1, 1, 2, 2, 3]
    );
}

#[test]
fn columns_are_guessed_by_their_headings_in_the_languages_of_the_app() {
    for (headings, wanted) in [
        (
            "Profile URL,Network,How many,Tags",
            [Role::Target, Role::Platform, Role::MaxResults, Role::Tags],
        ),
        (
            "Konto,Plattform,Anzahl,Schlagwörter",
            [Role::Target, Role::Platform, Role::MaxResults, Role::Tags],
        ),
        (
            "Cuenta,Plataforma,Cantidad,Etiquetas",
            [Role::Target, Role::Platform, Role::MaxResults, Role::Tags],
        ),
        (
            "アカウント,プラットフォーム,件数,タグ",
            [Role::Target, Role::Platform, Role::MaxResults, Role::Tags],
        ),
    ] {
        let list = table(format!("{headings}\n@nike,tiktok,5,a\n").as_bytes());
        assert!(list.headed, "{headings}");
        assert_eq!(list.roles(), wanted, "{headings}");
    }
}

#[test]
fn columns_without_headings_are_guessed_by_what_they_hold() {
    let list = table("1,TikTok,@nike\n2,Instagram,@adidas\n3,YouTube,@puma\n".as_bytes());
    assert!(!list.headed);
    assert_eq!(list.roles(), [Role::Ignore, Role::Platform, Role::Target]);
}

#[test]
fn of_two_columns_that_could_be_the_target_the_one_with_targets_is_taken() {
    let list = table(b"Name,Link,Platform\nNike Inc.,https://instagram.com/nike,instagram\n");
    assert_eq!(list.roles(), [Role::Ignore, Role::Target, Role::Platform]);
}

#[test]
fn a_row_says_what_it_wants_and_the_choices_fill_the_rest() {
    let text = "target,platform,type,days,country,posts,ongoing,comments,tags\n\
                nike,instagram,account,last 7 days,Germany,20 posts,once,yes,\"rival, shoes\"\n\
                nike,tiktok,hashtag,,,,,,\n";
    let list = rows(&table(text.as_bytes()));
    let first = &list[0];
    assert_eq!(first.draft.value.as_deref(), Some("@nike"));
    assert_eq!((first.draft.days, first.draft.max_results), (Some(7), Some(20)));
    assert_eq!(first.draft.country.as_deref(), Some("de"));
    assert_eq!(
        (first.draft.monitoring, first.draft.comment_monitoring),
        (Some(false), Some(true))
    );
    assert_eq!(first.tags, ["rival", "shoes"]);
    assert!(first.spec.is_ok(), "{:?}", first.spec);
    assert_eq!(list[1].draft.value.as_deref(), Some("#nike"));
    assert_eq!(
        (list[1].draft.days, list[1].draft.monitoring),
        (Some(30), Some(true))
    );
}

#[test]
fn every_wrong_cell_of_a_row_is_named_at_once_with_what_stands_in_it() {
    let text =
        "target,platform,type,days,country,posts,ongoing\nshoes,Facebook,story,45,Atlantis,many,perhaps\n";
    let list = rows(&table(text.as_bytes()));
    let wrong = list[0].spec.as_ref().expect_err("nothing in this row is right");
    let told: Vec<_> = wrong
        .iter()
        .map(|cell| (cell.field, cell.reason, cell.given.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Field::Platform, Reason::UnknownPlatform, "Facebook"),
            (Field::Type, Reason::UnknownKind, "story"),
            (Field::Days, Reason::NotAPeriod, "45"),
            (Field::Country, Reason::UnknownCountry, "Atlantis"),
            (Field::MaxResults, Reason::WrongType, "many"),
            (Field::Monitoring, Reason::WrongType, "perhaps"),
        ]
    );
}

#[test]
fn a_link_that_nobody_can_follow_is_told_as_that_and_not_as_three_missing_fields() {
    let list = rows(&table(b"link\nhttps://vm.tiktok.com/ZMabc/\n"));
    let wrong = list[0]
        .spec
        .as_ref()
        .expect_err("a short link cannot be resolved here");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0].field, Field::Value);
    assert_eq!(list[0].note, Some(lists::ReadNote::ShortLink));
}

#[test]
fn rows_without_anything_are_passed_over_and_lines_keep_their_numbers() {
    let list = rows(&table(
        b"\n\naccount,platform\n\n@nike,tiktok\n,,\n\n@puma,tiktok\n",
    ));
    assert_eq!(list.iter().map(|row| row.line).collect::<Vec<_>>(), [5, 8]);
}

#[test]
fn more_rows_than_are_read_are_told_of() {
    let text: String = (0..ROWS_MAX + 5).map(|index| format!("@name{index}\n")).collect();
    let list = Table::of_text(&text).expect("a list");
    assert!(list.cut);
    assert_eq!(rows(&list).len(), ROWS_MAX);
    let headed = format!("account\n{text}");
    assert_eq!(rows(&Table::of_text(&headed).expect("a list")).len(), ROWS_MAX);
}

#[test]
fn what_is_no_list_is_refused_by_what_it_is() {
    assert!(matches!(Table::of_text(" \n \n"), Err(ListError::Empty)));
    assert!(matches!(
        Table::of_text("account,platform\n"),
        Err(ListError::Empty)
    ));
    let old_excel = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
    assert!(matches!(
        Table::of_bytes("a.xls", &old_excel),
        Err(ListError::NotAList)
    ));
    assert!(matches!(
        Table::of_bytes("a.xlsx", b"PK\x03\x04rubbish"),
        Err(ListError::Damaged(_))
    ));
    let large = vec![b'a'; 11 * 1024 * 1024];
    assert!(matches!(
        Table::of_bytes("a.csv", &large),
        Err(ListError::TooLarge)
    ));
}

/// A workbook of one sheet, as small as one can be.
fn workbook(sheet: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"{head}<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"{head}<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"{head}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>"#),
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part begins");
        zip.write_all(text.as_bytes()).expect("a part is written");
    }
    zip.finish().expect("the archive ends").into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_workbook_is_read_with_gaps_numbers_and_its_own_row_numbers() {
    let sheet = [
        format!(
            r#"<row r="1">{}{}</row>"#,
            text_cell("A1", "Account"),
            text_cell("C1", "Posts")
        ),
        format!(
            r#"<row r="3">{}<c r="C3"><v>20</v></c></row>"#,
            text_cell("A3", "https://www.tiktok.com/@khaby.lame")
        ),
    ]
    .concat();
    let list = Table::of_bytes("list.xlsx", &workbook(&sheet)).expect("a workbook");
    assert_eq!(
        cells(&list),
        [
            vec!["Account", "", "Posts"],
            vec!["https://www.tiktok.com/@khaby.lame", "", "20"]
        ]
    );
    let rows = rows(&list);
    assert_eq!((rows[0].line, rows[0].draft.max_results), (3, Some(20)));
    assert!(rows[0].spec.is_ok(), "{:?}", rows[0].spec);
}

#[test]
fn what_is_left_over_can_be_mended_and_imported_again_and_is_no_formula() {
    let leftover = |value: Option<&str>, given: &str| Leftover {
        line: 7,
        given: given.to_owned(),
        draft: MonitorDraft {
            platform: Some("tiktok".to_owned()),
            kind: Some("username".to_owned()),
            value: value.map(str::to_owned),
            max_results: Some(20),
            monitoring: Some(false),
            ..MonitorDraft::default()
        },
        tags: vec!["rival".to_owned()],
        reason: "=cmd()".to_owned(),
    };
    let mut file = Vec::new();
    write_leftovers(
        &mut file,
        &[leftover(Some("@料理研究家"), "x"), leftover(None, "=1+1")],
    )
    .expect("it is written");
    let text = String::from_utf8(file.clone()).expect("it is UTF-8");
    assert!(!text.contains(",=") && !text.contains(",@"), "{text}");

    let again = table(&file);
    assert!(again.headed);
    let rows = rows(&again);
    assert_eq!(
        (rows.len(), rows[0].draft.value.as_deref()),
        (2, Some("@料理研究家"))
    );
    assert_eq!(rows[0].draft.max_results, Some(20));
    assert_eq!(rows[0].draft.monitoring, Some(false));
    assert_eq!(rows[0].tags, ["rival"]);
    assert!(rows[0].spec.is_ok(), "{:?}", rows[0].spec);
}
