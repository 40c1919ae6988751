//! Numbers that fall into one place of the tables behind JavaScript's `Set` and `Map`.
//!
//! The engines hash numbers without a seed, so whoever sends a set can choose numbers that all have one hash: to put
//! those into a table takes time in the square of their count, on the thread that everybody's calls share.

/// What a number may cost more than its place in the table, on average.
const STEPS_PER_NUMBER: usize = 32;
/// So many cost little however they fall.
const FEW: usize = 128;

/// How an engine hashes a number.
type Hash = fn(Number) -> u32;

/// A number as the engines tell them apart.
#[derive(Clone, Copy)]
enum Number {
    /// One that is written as an integer of 32 bits.
    Integer(i32),
    /// The bits of any other.
    Double(u64),
    /// The lowest 64 bits of a bigint's magnitude.
    BigInt(u64),
}

impl Number {
    fn of(double: f64) -> Self {
        // Both zeros are one number, and so are all that are none.
        let double = double + 0.0;
        #[expect(clippy::cast_possible_truncation, reason = "what it loses is compared")]
        let integer = double as i32;
        if f64::from(integer).to_bits() == double.to_bits() {
            Self::Integer(integer)
        } else if double.is_nan() {
            Self::Double(f64::NAN.to_bits())
        } else {
            Self::Double(double.to_bits())
        }
    }
}

/// Says if a table of these numbers costs far more than its size says: `doubles`, and of each bigint the lowest 64 bits
/// of its magnitude.
pub fn is_crowded(doubles: &[f64], big_integers: &[u64]) -> bool {
    if doubles.len().saturating_add(big_integers.len()) <= FEW {
        return false;
    }
    let hashes: [Hash; 2] = [hash_in_v8, hash_in_javascript_core];
    hashes.into_iter().any(|hash| {
        let doubles = doubles.iter().map(|double| Number::of(*double));
        let numbers = doubles.chain(big_integers.iter().map(|digit| Number::BigInt(*digit)));
        costs_too_much(numbers.map(hash).collect())
    })
}

/// Fills a table as the engines do, chains of entries in a power of two of places, and counts the entries that are
/// passed on the way. What is there already is taken for another one of the same hash.
fn costs_too_much(hashes: Vec<u32>) -> bool {
    let most = hashes.len().saturating_mul(STEPS_PER_NUMBER);
    let mut steps = 0_usize;
    let mut lengths = vec![0_u32; 2];
    for (count, hash) in hashes.iter().enumerate() {
        // Two entries for a place, then the table grows.
        if count >= 2 * lengths.len() {
            lengths = vec![0; 2 * lengths.len()];
            for hash in hashes.iter().take(count) {
                add(&mut lengths, *hash);
            }
        }
        steps = steps.saturating_add(add(&mut lengths, *hash) as usize);
        if steps > most {
            return true;
        }
    }
    false
}

/// Answers how many are there already.
fn add(lengths: &mut [u32], hash: u32) -> u32 {
    let mask = lengths.len().wrapping_sub(1);
    lengths.get_mut(hash as usize & mask).map_or(0, |length| {
        *length = length.saturating_add(1);
        *length - 1
    })
}

fn hash_in_v8(number: Number) -> u32 {
    match number {
        Number::Integer(integer) => {
            let mut hash = integer.cast_unsigned();
            hash = (!hash).wrapping_add(hash << 15);
            hash ^= hash >> 12;
            hash = hash.wrapping_add(hash << 2);
            hash ^= hash >> 4;
            hash = hash.wrapping_mul(2057);
            hash ^ (hash >> 16)
        }
        Number::Double(bits) | Number::BigInt(bits) => {
            let mut hash = (!bits).wrapping_add(bits << 18);
            hash ^= hash >> 31;
            hash = hash.wrapping_mul(21);
            hash ^= hash >> 11;
            hash = hash.wrapping_add(hash << 6);
            low(hash ^ (hash >> 22))
        }
    }
}

/// Of a bigint JavaScriptCore hashes all, which is near enough.
fn hash_in_javascript_core(number: Number) -> u32 {
    let encoded = match number {
        Number::Integer(integer) => 0xfffe_0000_0000_0000 | u64::from(integer.cast_unsigned()),
        Number::Double(bits) | Number::BigInt(bits) => bits.wrapping_add(1 << 49),
    };
    let mut hash = encoded.wrapping_add(!(encoded << 32));
    hash ^= hash >> 22;
    hash = hash.wrapping_add(!(hash << 13));
    hash ^= hash >> 8;
    hash = hash.wrapping_add(hash << 3);
    hash ^= hash >> 15;
    hash = hash.wrapping_add(!(hash << 27));
    low(hash ^ (hash >> 31))
}

#[expect(clippy::cast_possible_truncation, reason = "of a hash the lower half is taken")]
fn low(hash: u64) -> u32 {
    hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: i32 = 10_000;

    fn doubles(of: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..MANY).map(|number| of(f64::from(number))).collect()
    }

    #[test]
    fn numbers_that_people_have_are_spread() {
        let mut state = 1_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for stride in [0, 1, 5, 8, 15, 16, 20, 31, 32, 43]
            .map(|power| 2_f64.powi(power))
            .into_iter()
            .chain([3.0, 10.0, 1_000.0, 65_537.0, 1e6])
        {
            assert!(!is_crowded(&doubles(|number| number * stride), &[]), "{stride}");
            assert!(!is_crowded(&doubles(|number| -number / stride), &[]), "1 of {stride}");
        }
        assert!(!is_crowded(&doubles(|number| 1_790_000_000_000.0 + number * 60_000.0), &[]), "times");
        assert!(!is_crowded(&(0..MANY).map(|_| random() as f64).collect::<Vec<_>>(), &[]));
        assert!(!is_crowded(
            &(0..MANY).map(|_| f64::from(random() as u16)).take(60_000).collect::<Vec<_>>(),
            &[]
        ));
        assert!(!is_crowded(&[], &(0..MANY as u64).collect::<Vec<_>>()));
        assert!(!is_crowded(&[], &(0..MANY as u64).map(|number| number << 40).collect::<Vec<_>>()));
        assert!(!is_crowded(&[0.0; FEW], &[]));
    }

    /// Numbers whose hash ends in 10 zeros, found by looking.
    fn colliding(hash: Hash, of: impl Fn(u64) -> Number) -> Vec<u64> {
        (0..2_000_000).filter(|number| hash(of(*number)).trailing_zeros() >= 10).take(300).collect()
    }

    #[test]
    fn numbers_of_one_hash_are_crowded() {
        let integer = |number: u64| Number::Integer(number as i32);
        for hash in [hash_in_v8 as Hash, hash_in_javascript_core] {
            let integers = colliding(hash, integer);
            assert_eq!(integers.len(), 300);
            assert!(is_crowded(&integers.iter().map(|number| *number as f64).collect::<Vec<_>>(), &[]));
            let of_double = |number: u64| Number::of(number as f64 + 0.5);
            let found = colliding(hash, of_double);
            assert!(is_crowded(&found.iter().map(|number| *number as f64 + 0.5).collect::<Vec<_>>(), &[]));
        }
        let big_integers = colliding(hash_in_v8, Number::BigInt);
        assert!(is_crowded(&[], &big_integers));
        assert!(is_crowded(&[], &[7; 300]), "they differ in what is not hashed");
        assert!(is_crowded(&[7.0; 300], &[]), "each is looked for in the chain");
    }

    #[test]
    fn both_zeros_and_all_that_are_no_number_are_one() {
        assert_eq!(hash_in_v8(Number::of(-0.0)), hash_in_v8(Number::of(0.0)));
        assert_eq!(hash_in_v8(Number::of(f64::NAN)), hash_in_v8(Number::of(-f64::NAN)));
    }
}
