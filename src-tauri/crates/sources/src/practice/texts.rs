//! The words of practice posts. `{}` stands for what the monitor follows.

use contract::Platform;

/// Names of people who do not exist.
pub(super) const PEOPLE: [(&str, &str); 12] = [
    ("practice_mia", "Mia Sample"),
    ("practice_jonas", "Jonas Example"),
    ("practice_aiko", "Aiko 見本"),
    ("practice_lena", "Lena Muster"),
    ("practice_diego", "Diego Ejemplo"),
    ("practice_priya", "Priya Namuna"),
    ("practice_sam", "Sam Placeholder"),
    ("practice_chloe", "Chloé Exemple"),
    ("practice_tariq", "Tariq Sample"),
    ("practice_nok", "Nok ตัวอย่าง"),
    ("practice_olga", "Olga Primer"),
    ("practice_ben", "Ben Demo"),
];

const TIKTOK: [&str; 10] = [
    "POV: you tried {} for a week and now you cannot stop",
    "3 things nobody tells you about {} 👀",
    "Wait for the end… {} edition",
    "Replying to everyone who asked about {}",
    "My honest {} routine, no filter",
    "I tested the viral {} trick so you don't have to",
    "Day 12 of {}: it finally works",
    "Stitch this with your best {} moment",
    "The {} mistake I made for two years",
    "Get ready with me while we talk about {}",
];

const INSTAGRAM: [&str; 10] = [
    "A slow morning with {} ☕️",
    "Swipe for the before and after. {} did this ➡️",
    "Save this for later: our little {} guide",
    "New in: everything we love about {}",
    "Behind the scenes of our {} shoot 📸",
    "Five looks, one idea: {}",
    "Tell us below: what does {} mean to you?",
    "Weekend mood: {}",
    "Small details, big difference. {} up close",
    "Thank you for 1,000 notes about {} 💛",
];

const YOUTUBE: [&str; 10] = [
    "{} explained in 10 minutes",
    "I spent 30 days on {}. Here is what happened",
    "The complete beginner's guide to {}",
    "{}: what changed this year",
    "7 {} mistakes to avoid",
    "Is {} still worth it? An honest look",
    "{} on a small budget",
    "Watch this before you start with {}",
    "We asked 100 people about {}",
    "{} live: your questions answered",
];

/// What people write below.
pub(super) const COMMENTS: [&str; 16] = [
    "This is exactly what I needed today",
    "Where can I get this?",
    "Part two please!",
    "Saved. Thank you for explaining it so calmly",
    "I tried it and it did not work for me, any ideas?",
    "😂😂😂",
    "The price went up again, right?",
    "So well made 👏",
    "First time I understand this",
    "Can you do one for beginners?",
    "これ、すごくいいですね",
    "Muy útil, gracias",
    "Das habe ich gesucht!",
    "Honestly I expected more",
    "Sending this to my sister",
    "สวยมาก",
];

/// Tags that often stand beside the followed one.
pub(super) const TAGS: [&str; 8] = [
    "tips",
    "howto",
    "trend",
    "daily",
    "smallbusiness",
    "inspo",
    "review",
    "community",
];

/// The opening line of a post.
pub(super) const fn openings(platform: Platform) -> &'static [&'static str; 10] {
    match platform {
        Platform::TikTok => &TIKTOK,
        Platform::Instagram => &INSTAGRAM,
        Platform::YouTube => &YOUTUBE,
    }
}
