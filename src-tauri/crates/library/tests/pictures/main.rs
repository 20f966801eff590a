//! Pictures are fetched within limits, from nowhere they should not be, and kept within a bound.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test states its assumptions"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use library::pictures::{PictureError, PictureKind, Pictures, Reach};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A PNG's beginning with its size; the rest is padding.
fn png(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    picture.extend_from_slice(&width.to_be_bytes());
    picture.extend_from_slice(&height.to_be_bytes());
    picture.resize(bytes.max(64), 8);
    picture
}

/// A server on this machine that counts what it was asked.
struct Server {
    address: String,
    asked: Arc<AtomicUsize>,
}

impl Server {
    async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (count, answer) = (Arc::clone(&count), Arc::clone(&answer));
                tokio::spawn(async move {
                    let mut request = vec![0; 4_096];
                    let length = stream.read(&mut request).await.unwrap_or(0);
                    count.fetch_add(1, Ordering::SeqCst);
                    let text = String::from_utf8_lossy(&request[..length]).into_owned();
                    let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
                    // The other side may have seen enough.
                    let _ = stream.write_all(&answer(&path)).await;
                });
            }
        });
        Self { address, asked }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn ok(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn pictures(folder: &Path) -> Pictures {
    Pictures::new(folder.to_owned(), Reach::Loopback).unwrap()
}

#[tokio::test]
async fn a_picture_is_fetched_once_and_kept() {
    let server = Server::start(|_| ok("text/html", &png(640, 480, 900))).await;
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        let picture = pictures(folder.path())
            .get("tiktok:1", &server.at("/a"))
            .await
            .unwrap();
        assert_eq!(
            picture.kind,
            PictureKind::Png,
            "by its bytes, whatever it was called"
        );
    }
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn what_is_no_picture_is_not_one_whatever_it_is_called() {
    let server = Server::start(|_| ok("image/png", b"<html><script>alert(1)</script></html>")).await;
    let folder = tempfile::tempdir().unwrap();
    let found = pictures(folder.path())
        .get("tiktok:1", &server.at("/a.png"))
        .await;
    assert!(matches!(found, Err(PictureError::NotAPicture)));
    let svg = Server::start(|_| ok("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")).await;
    let found = pictures(folder.path()).get("tiktok:2", &svg.at("/a.svg")).await;
    assert!(matches!(found, Err(PictureError::NotAPicture)));
}

#[tokio::test]
async fn what_is_too_large_is_left_whether_it_says_so_or_not() {
    let huge = 5 * 1024 * 1024;
    let server = Server::start(move |path| match path {
        "/told" => ok("image/png", &png(10, 10, huge)),
        "/untold" => [
            b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec(),
            png(10, 10, huge),
        ]
        .concat(),
        _ => ok("image/png", &png(30_000, 30_000, 64)),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    for path in ["/told", "/untold", "/wide"] {
        let found = pictures(folder.path()).get("tiktok:1", &server.at(path)).await;
        assert!(matches!(found, Err(PictureError::TooLarge)), "{path}: {found:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_judged_like_an_address() {
    let redirect = |to: &str| {
        format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            .into_bytes()
    };
    let server = Server::start(move |path| match path {
        "/once" => redirect("/there"),
        "/there" => ok("image/png", &png(10, 10, 64)),
        "/out" => redirect("http://192.0.2.1/secret"),
        _ => redirect("/again"),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let pictures = pictures(folder.path());
    assert!(pictures.get("a:1", &server.at("/once")).await.is_ok());
    assert!(pictures.get("a:2", &server.at("/out")).await.is_err());
    assert!(pictures.get("a:3", &server.at("/loop")).await.is_err());
    assert!(server.asked() <= 8, "a loop ends: {}", server.asked());
}

#[tokio::test]
async fn this_machine_and_its_network_are_not_asked_for_the_pictures_of_posts() {
    let server = Server::start(|_| ok("image/png", &png(10, 10, 64))).await;
    let folder = tempfile::tempdir().unwrap();
    let pictures = Pictures::new(folder.path().to_owned(), Reach::Public).unwrap();
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    for address in [
        server.at("/a"),
        format!("https://127.0.0.1:{port}/a"),
        format!("https://localhost:{port}/a"),
        "nonsense".to_owned(),
    ] {
        assert!(pictures.get("a:1", &address).await.is_err(), "{address}");
    }
    assert_eq!(server.asked(), 0);
}

#[tokio::test]
async fn the_least_recently_used_leave_when_the_bound_is_passed() {
    let server = Server::start(|_| ok("image/png", &png(10, 10, 1_000))).await;
    let folder = tempfile::tempdir().unwrap();
    let pictures = Pictures::with_bound(folder.path().to_owned(), Reach::Loopback, 10_000).unwrap();
    let size = || {
        std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum::<u64>()
    };
    for number in 0..30 {
        pictures
            .get(&format!("a:{number}"), &server.at("/a"))
            .await
            .unwrap();
        pictures.get("a:0", &server.at("/a")).await.unwrap();
        assert!(size() <= 10_000, "{}", size());
        // Files' times differ, also where the clock is coarse.
        tokio::time::sleep(std::time::Duration::from_millis(12)).await;
    }
    assert_eq!(
        server.asked(),
        30,
        "the one that was used all the time never left"
    );
}
