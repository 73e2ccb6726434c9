//! Choices that follow from a seed alone, with whole numbers only, so that every machine agrees.

use uuid::Uuid;

/// A stream of choices.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// Begins the stream of a part of the population; each part has its own, so that a change in
    /// one does not move the others.
    pub(super) fn new(seed: u64, part: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes()).update(part.as_bytes());
        let mut first = [0; 8];
        hasher.finalize_xof().fill(&mut first);
        Self(u64::from_le_bytes(first))
    }

    /// Returns the next 64 bits.
    const fn next(&mut self) -> u64 {
        // SplitMix64: one addition and two multiplications, and good enough to choose names.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 up to, not including, a bound; 0 for a bound of 0 or less.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the remainder is smaller than the bound"
    )]
    pub(super) const fn below(&mut self, bound: i32) -> i32 {
        if bound <= 0 {
            return 0;
        }
        (self.next() % bound.cast_unsigned() as u64) as i32
    }

    /// Returns a number of a range, both ends included.
    pub(super) const fn range(&mut self, from: i32, to: i32) -> i32 {
        from + self.below(to - from + 1)
    }

    /// Tells whether something of so many in a thousand happens.
    pub(super) const fn mille(&mut self, share: i32) -> bool {
        self.below(1000) < share
    }

    /// Tells whether something of so many in a hundred happens.
    pub(super) const fn percent(&mut self, share: i32) -> bool {
        self.below(100) < share
    }

    /// Picks one of several alike.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let bound = i32::try_from(of.len()).unwrap_or(i32::MAX);
        of.get(usize::try_from(self.below(bound)).unwrap_or_default())
    }

    /// Picks one of several by weight; the first when none has any.
    pub(super) fn weighted<'a, T>(
        &mut self,
        of: &'a [T],
        weight: impl Fn(&T) -> i32,
    ) -> Option<&'a T> {
        let total: i32 = of.iter().map(&weight).sum();
        let mut left = self.below(total);
        let found = of.iter().find(|one| {
            left -= weight(one);
            left < 0
        });
        found.or_else(|| of.first())
    }

    /// Picks a code by weight.
    pub(super) fn code(&mut self, of: &'static [(&'static str, i32)]) -> &'static str {
        self.weighted(of, |(_, weight)| *weight)
            .map_or("", |(code, _)| code)
    }

    /// Mints a time-ordered id.
    pub(super) fn uuid(&mut self, millis: u64) -> Uuid {
        let mut bytes = [0; 10];
        for (place, byte) in bytes.chunks_mut(8).zip([self.next(), self.next()]) {
            let all = byte.to_le_bytes();
            place.iter_mut().zip(all).for_each(|(to, from)| *to = from);
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}
