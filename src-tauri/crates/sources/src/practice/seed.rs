/// Numbers that depend on nothing but what they are made from: the same query makes the same posts
/// on every machine and in every version, which the standard library's hashers do not promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed(u64);

impl Seed {
    /// From texts; their borders count.
    pub(super) fn of(parts: &[&str]) -> Self {
        // FNV-1a, with a byte that no text has between the parts.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0xff])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    /// A different seed for each number.
    pub(super) fn with(self, number: u64) -> Self {
        // The finaliser of SplitMix64.
        let mut mixed = self.0 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self(mixed ^ (mixed >> 31))
    }

    /// The number itself.
    pub(super) const fn raw(self) -> u64 {
        self.0
    }

    /// A number below `end`.
    pub(super) const fn below(self, end: u64) -> u64 {
        if end == 0 { 0 } else { (self.0 >> 8) % end }
    }

    /// One of these; the first where there is only one.
    pub(super) fn pick<T: Copy, const N: usize>(self, list: &[T; N]) -> T {
        const { assert!(N > 0, "there is something to pick") };
        let index = usize::try_from(self.below(N as u64)).unwrap_or(0);
        list[index]
    }
}
