//! The library of posts beside bare SQLite: bringing a file in, searching, and a page among a million.

use std::fs;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

use contract::{AgentId, UnixMillis};
use library::import::{ImportOrder, look, run};
use library::{Library, PostFilter, PostQuery, PostSort, Reader};
use rusqlite::{Connection, params};
use tempfile::TempDir;

use crate::report::{Figure, Goal};
use crate::sample::{median, percentile, times};

const IMPORTED: u32 = 30_000;
const SEARCHED: u32 = 200_000;
const PAGED: u32 = 1_000_000;
const CALLS: usize = 200;
/// The file whose import is watched for memory, in bytes.
const LARGE: u64 = 1 << 30;
/// 2026-11-24T20:26:40Z.
const NOW_SECONDS: i64 = 1_795_552_000;

pub(crate) fn figures() -> Vec<Figure> {
    let mut figures = vec![importing()];
    figures.extend(searching());
    figures.extend(paging());
    figures.extend(memory());
    figures
}

fn agent() -> AgentId {
    AgentId::parse("this-computer").unwrap()
}

/// Words of the language that the posts are written in.
const WORDS: f64 = 10_000.0;

/// The word of a rank, made of syllables that start in every way. The most frequent ones are short, as in
/// every language: of two letters, of four, the others of six.
fn word(rank: u64) -> String {
    let syllables = match rank {
        0..20 => 1,
        20..100 => 2,
        _ => 3,
    };
    // A prime to the number of words: each rank has another word.
    let mixed = rank * 7_919 % 1_000_000;
    let syllable = |place: u32| {
        let index = usize::try_from(mixed / 100_u64.pow(place) % 100).unwrap();
        [b"bcdfghjklmnprstvwxyz"[index / 5], b"aeiou"[index % 5]].map(char::from)
    };
    (0..syllables).flat_map(syllable).collect()
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A word of ten thousand. How often one comes falls with its rank, as in every language (Zipf's law).
    fn word(&mut self) -> String {
        let part = self.below(1_000_000);
        // Proof: a part of one, and ten thousand to its power is at least one and below ten thousand.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "see above"
        )]
        let rank = WORDS.powf(part as f64 / 1e6) as u64 - 1;
        word(rank)
    }

    fn caption(&mut self, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// A post as the import reads it, and as the bare insert writes it.
struct Row {
    number: u32,
    caption: String,
    views: u64,
}

impl Row {
    fn made(number: u32, words: usize, chance: &mut Chance) -> Self {
        Self {
            number,
            caption: chance.caption(words),
            views: chance.below(1_000_000),
        }
    }

    const fn published(&self) -> i64 {
        NOW_SECONDS - self.number as i64 * 7
    }

    const fn creator(&self) -> u32 {
        self.number % 500
    }

    /// As Apify's actor for TikTok exports it.
    fn item(&self) -> String {
        let (number, creator) = (self.number, self.creator());
        format!(
            r#"{{"id":"{number}","text":"{}","createTime":{},"webVideoUrl":"https://www.tiktok.com/@a{creator}/video/{number}","playCount":{},"diggCount":{},"authorMeta":{{"name":"a{creator}"}},"hashtags":[{{"name":"bread"}}]}}"#,
            self.caption,
            self.published(),
            self.views,
            self.views / 20,
        )
    }
}

fn write_export(path: &Path, mut more: impl FnMut(u64) -> bool, words: usize) -> u32 {
    let mut chance = Chance(7);
    let mut file = BufWriter::new(fs::File::create(path).unwrap());
    let (mut bytes, mut number) = (0_u64, 0);
    while more(bytes) {
        number += 1;
        let item = Row::made(number, words, &mut chance).item();
        bytes += item.len() as u64;
        writeln!(file, "{item}").unwrap();
    }
    file.flush().unwrap();
    number
}

fn bring(library: &Mutex<Library>, path: &Path) -> u64 {
    let seen = look(path).unwrap();
    let order = ImportOrder {
        agent: agent(),
        path: path.to_owned(),
        form: seen.form,
        platform: None,
        mapping: seen.mapping,
        at: UnixMillis(NOW_SECONDS * 1_000),
    };
    let report = run(library, &order, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(report.progress.refused, 0, "{:?}", report.problems.first());
    report.progress.new_posts
}

fn importing() -> Figure {
    let mut rates: [Vec<f64>; 2] = Default::default();
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("export.json");
        let mut left = IMPORTED;
        write_export(
            &export,
            |_| {
                let more = left > 0;
                left = left.saturating_sub(1);
                more
            },
            12,
        );
        rates[0].push(rate(|| {
            let library = Mutex::new(Library::open(&folder.path().join("ours.db")).unwrap());
            assert_eq!(bring(&library, &export), u64::from(IMPORTED));
        }));
        rates[1].push(rate(|| {
            drop(filled(&folder, "bare.db", IMPORTED, 12, 1_000));
        }));
    }
    let [ours, bare] = rates.map(|rates| median(&rates));
    Figure::new(
        format!("posts brought in from a file of {IMPORTED}, beside their bare inserts"),
        "posts per s",
        ours,
        Some(bare),
        Goal::RatioAtLeast(0.4),
    )
}

fn rate(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    f64::from(IMPORTED) / begun.elapsed().as_secs_f64()
}

/// The same rows by bare statements: in the posts with all their indexes, in the series of counts, in the
/// search, and their creators.
fn filled(folder: &TempDir, name: &str, count: u32, words: usize, batch: u32) -> Connection {
    let path = folder.path().join(name);
    drop(Library::open(&path).unwrap());
    let mut db = Connection::open(&path).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "NORMAL").unwrap();
    db.pragma_update(None, "foreign_keys", true).unwrap();
    let mut chance = Chance(7);
    let mut number = 0;
    while number < count {
        let change = db.transaction().unwrap();
        let end = (number + batch).min(count);
        insert(&change, number + 1..=end, words, &mut chance);
        number = end;
        change.commit().unwrap();
    }
    db
}

fn insert(change: &Connection, numbers: std::ops::RangeInclusive<u32>, words: usize, chance: &mut Chance) {
    let mut creator = change
        .prepare_cached(
            "INSERT OR IGNORE INTO creators (id, agent_id, platform, handle_key, handle, median_twice, stale)
             VALUES (?1, 'this-computer', 'tiktok', ?2, ?2, 1000000, 0)",
        )
        .unwrap();
    let mut post = change
        .prepare_cached(
            "INSERT INTO posts (agent_id, platform, native_id, source, url, author_handle, caption, hashtags,
             published_at, published_precision, media, views, likes, first_seen_at, fetched_at, place, creator_id,
             outlier) VALUES ('this-computer', 'tiktok', ?1, 'import', ?2, ?3, ?4, '[\"bread\"]', ?5, 'exact',
             'video', ?6, ?7, ?8, ?8, ?9, ?10, ?6 / 500)",
        )
        .unwrap();
    let mut counts = change
        .prepare_cached("INSERT INTO post_counts (post_id, at, views, likes) VALUES (?1, ?2, ?3, ?4)")
        .unwrap();
    let mut search = change
        .prepare_cached("INSERT INTO post_search (rowid, text, creator, tags) VALUES (?1, ?2, ?3, 'bread')")
        .unwrap();
    for number in numbers {
        let row = Row::made(number, words, chance);
        let (handle, place) = (format!("a{}", row.creator()), row.published() << 20);
        let now = NOW_SECONDS * 1_000;
        let whole = |count: u64| i64::try_from(count).unwrap();
        creator.execute(params![row.creator() + 1, handle]).unwrap();
        post.execute(params![
            row.number.to_string(),
            format!("https://www.tiktok.com/@{handle}/video/{number}"),
            handle,
            row.caption,
            row.published() * 1_000,
            whole(row.views),
            whole(row.views / 20),
            now,
            place,
            row.creator() + 1
        ])
        .unwrap();
        let id = change.last_insert_rowid();
        counts
            .execute(params![id, now, whole(row.views), whole(row.views / 20)])
            .unwrap();
        search.execute(params![place, row.caption, handle]).unwrap();
    }
}

fn query(filter: PostFilter, sort: PostSort) -> PostQuery {
    PostQuery {
        filter,
        sort,
        limit: 50,
        ..PostQuery::default()
    }
}

/// What a person types: a word letter by letter, one time in four behind another.
fn typed(index: usize) -> String {
    let mut chance = Chance(1 + index as u64);
    let before = if index.is_multiple_of(4) {
        chance.word() + " "
    } else {
        String::new()
    };
    let word = chance.word();
    let letters = 2 + index / 4 % (word.len() - 1);
    before + &word[..letters]
}

/// As the library asks it: whole words, and a beginning.
fn matching(typed: &str) -> String {
    let words: Vec<_> = typed.split(' ').map(|word| format!("\"{word}\"")).collect();
    words.join(" AND ") + "*"
}

fn searching() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let bare = filled(&folder, "searched.db", SEARCHED, 12, 20_000);
    let reader = Reader::open(&folder.path().join("searched.db")).unwrap();
    let search = |index: usize| PostFilter {
        search: typed(index),
        ..PostFilter::default()
    };
    let ours = times(CALLS, |index| {
        let page = reader
            .page(&agent(), &query(search(index), PostSort::Newest))
            .unwrap();
        black_box(page);
    });
    let sql = "SELECT posts.* FROM post_search JOIN posts ON posts.place = post_search.rowid
               WHERE post_search MATCH ?1 AND posts.agent_id = 'this-computer'
               ORDER BY post_search.rowid DESC LIMIT 51";
    let control = times(CALLS, |index| {
        let mut statement = bare.prepare_cached(sql).unwrap();
        let mut rows = statement.query([matching(&typed(index))]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            black_box(row.get_ref("caption").unwrap());
        }
    });
    let [ours, control] = [ours, control].map(|sample| percentile(&sample, 0.95));
    let name = format!("search among {SEARCHED} posts, p95");
    vec![
        Figure::new(
            format!("{name}, beside bare FTS5"),
            "ms",
            ours,
            Some(control),
            Goal::RatioAtMost(1.5),
        ),
        Figure::new(name, "ms", ours, Some(control), Goal::AtMost(10.0)),
    ]
}

fn paging() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(&folder, "paged.db", PAGED, 2, 50_000));
    let reader = Reader::open(&folder.path().join("paged.db")).unwrap();
    let sorts = [
        ("newest", PostSort::Newest),
        ("most viewed", PostSort::Views),
        ("most engaged", PostSort::Engagement),
        ("furthest above the usual", PostSort::Outlier),
    ];
    let mut figures: Vec<_> = sorts
        .map(|(name, sort)| page_figure(&reader, name, PostFilter::default(), sort))
        .into();
    let of_one = PostFilter {
        creator: Some(7),
        outlier_min: Some(1_500),
        ..PostFilter::default()
    };
    figures.push(page_figure(
        &reader,
        "one creator's, above the usual",
        of_one,
        PostSort::Newest,
    ));
    figures
}

fn page_figure(reader: &Reader, name: &str, filter: PostFilter, sort: PostSort) -> Figure {
    // Every other call is a first page, which is counted, and every other one the page after it.
    let first = reader.page(&agent(), &query(filter.clone(), sort)).unwrap();
    let ours = times(CALLS, |index| {
        let mut asked = query(filter.clone(), sort);
        asked.after = first.next.clone().filter(|_| index % 2 == 1);
        assert_eq!(reader.page(&agent(), &asked).unwrap().posts.len(), 50);
    });
    let name = format!("a page of {PAGED} posts, {name}, p95");
    Figure::new(name, "ms", percentile(&ours, 0.95), None, Goal::AtMost(30.0))
}

/// The most memory of a process of its own that brings a file of a gigabyte in.
#[cfg(target_os = "linux")]
fn memory() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export.json");
    // So many words make an item of about two kilobytes, as real ones are.
    let posts = write_export(&export, |bytes| bytes < LARGE, 350);
    let mut command = Command::new(std::env::current_exe().unwrap());
    let told = command.arg("--bring").arg(&export).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let peak = String::from_utf8_lossy(&told.stdout).trim().parse().unwrap();
    let name = format!("most memory while a file of 1 GB, {posts} posts, is brought in");
    vec![Figure::new(name, "MB", peak, None, Goal::Below(300.0))]
}

#[cfg(not(target_os = "linux"))]
fn memory() -> Vec<Figure> {
    Vec::new()
}

/// Brings a file in, beside it, and says the most memory that took, in megabytes.
#[cfg(target_os = "linux")]
pub(crate) fn bring_and_tell(export: &Path) {
    let library = Mutex::new(Library::open(&export.with_extension("db")).unwrap());
    bring(&library, export);
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kilobytes: f64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{}", kilobytes / 1_024.0);
}
