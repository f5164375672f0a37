//! A finite axis that stands for a range of the real line.
//!
//! The line is cut at the breaks, and the pieces beside each break are stretched by
//! the logarithm of the distance from it, so that a peak of any width, a pole, and
//! a tail of any weight are some units of the axis wide.

use crate::float::scale::power_of_two;

/// A place to cut the line at.
#[derive(Clone, Copy)]
pub(crate) struct Break {
    pub(crate) x: f64,
    /// The distance from the break below which the axis is linear. 0 for a point where a
    /// density may be infinite: then it is logarithmic as far down as doubles go.
    pub(crate) scale: f64,
}

/// The part of the axis that stands for the line to one side of a break.
struct Piece {
    /// The start of the piece on the axis, then its own coordinates at its start and its
    /// end.
    start: f64,
    from: f64,
    to: f64,
    at: Break,
    /// The side of the break: 1 or −1.
    side: f64,
    /// Whether the line goes on to infinity.
    endless: bool,
}

/// An end of the axis beyond which there is more of the line.
pub(super) struct End {
    /// The coordinate on the axis.
    pub(super) t: f64,
    /// The direction of the rest of the line: 1 or −1.
    pub(super) outwards: f64,
    /// Whether the distance from the break is rounded there.
    pub(super) rounded: bool,
}

pub(super) struct Axis {
    pieces: Vec<Piece>,
    end: f64,
}

impl Axis {
    /// The axis of a range, cut at the breaks that lie in it. The range is not empty.
    pub(super) fn new(low: f64, high: f64, breaks: &[Break]) -> Self {
        let mut axis = Axis {
            pieces: Vec::new(),
            end: 0.0,
        };
        let cuts = cuts(low, high, breaks);
        for pair in cuts.windows(2) {
            if let [a, b] = pair {
                let half = 0.5 * b.x - 0.5 * a.x;
                axis.push(*a, 1.0, half);
                axis.push(*b, -1.0, half);
            }
        }
        if let (Some(first), Some(last)) = (cuts.first(), cuts.last()) {
            if low == f64::NEG_INFINITY {
                axis.push(*first, -1.0, f64::INFINITY);
            }
            if high == f64::INFINITY {
                axis.push(*last, 1.0, f64::INFINITY);
            }
        }
        axis
    }

    fn push(&mut self, at: Break, side: f64, length: f64) {
        let endless = length == f64::INFINITY;
        let least = resolution(at.x);
        let (mut at, mut from) = (at, 0.0);
        if at.scale == 0.0 && length > 2.0 * least {
            from = least.ln();
        } else if at.scale == 0.0 || at.scale > length {
            at.scale = length.min(f64::MAX);
        }
        // Far enough for tails, but not so far that the square of a distance, which statrs'
        // densities take, overflows.
        let unit = if at.scale > 0.0 { at.scale } else { 1.0 };
        let farthest = (FAR + unit.max(at.x.abs()).ln()).clamp(0.0, FARTHEST);
        let to = match (endless, at.scale > 0.0) {
            (true, true) => farthest - unit.ln(),
            (true, false) => farthest,
            (false, true) => (length / unit).ln_1p(),
            (false, false) => length.ln(),
        };
        if from < to {
            self.pieces.push(Piece {
                start: self.end,
                from,
                to,
                at,
                side,
                endless,
            });
            self.end += to - from;
        }
    }

    pub(super) fn length(&self) -> f64 {
        self.end
    }

    /// The point of the line at t, and ln |dx/dt|.
    pub(super) fn point(&self, t: f64) -> (f64, f64) {
        let after = self.pieces.partition_point(|piece| piece.start <= t);
        let Some(piece) = self.pieces.get(after.saturating_sub(1)) else {
            return (f64::NAN, f64::NAN);
        };
        let v = piece.from + (t - piece.start);
        let Break { x, scale } = piece.at;
        if scale > 0.0 {
            (x + piece.side * scale * v.exp_m1(), scale.ln() + v)
        } else {
            (x + piece.side * v.exp(), v)
        }
    }

    /// The initial subdivision: the pieces, cut further towards their far ends.
    pub(super) fn seeds(&self) -> Vec<f64> {
        let mut seeds = Vec::new();
        for piece in &self.pieces {
            let length = piece.to - piece.from;
            if piece.start > 0.0 {
                seeds.push(piece.start);
            }
            for distance in [1.0, 4.0, 16.0, 64.0, 256.0] {
                if distance < length {
                    // Cuts are denser near the break where the axis begins linearly, as the
                    // mass is there; next to a pole there usually is little.
                    let from_break = piece.at.scale > 0.0 || piece.endless;
                    seeds.push(if from_break {
                        piece.start + distance
                    } else {
                        piece.start + length - distance
                    });
                }
            }
            // Cuts around distance 1, as nothing else is known of the scale.
            if piece.endless && piece.at.scale == 0.0 {
                let unit = piece.start - piece.from;
                seeds.extend([-40.0, -8.0, -2.0, 0.0, 2.0, 8.0, 40.0].map(|d| unit + d));
            }
        }
        seeds.retain(|&t| t > 0.0 && t < self.end);
        seeds
    }

    /// The ends of the axis beyond which the line goes on.
    pub(super) fn ends(&self) -> Vec<End> {
        let mut ends = Vec::new();
        for piece in &self.pieces {
            if piece.at.scale == 0.0 {
                ends.push(End {
                    t: piece.start,
                    outwards: -1.0,
                    rounded: piece.at.x != 0.0,
                });
            }
            if piece.endless {
                ends.push(End {
                    t: piece.start + (piece.to - piece.from),
                    outwards: 1.0,
                    rounded: false,
                });
            }
        }
        ends
    }

    /// Whether t is on the same piece as the end.
    pub(super) fn same_piece(&self, end: &End, t: f64) -> bool {
        let inside = end.t - end.outwards * 1e-9 * (1.0 + end.t.abs());
        let index = |t: f64| self.pieces.partition_point(|piece| piece.start <= t);
        (0.0..=self.end).contains(&t) && index(t) == index(inside)
    }
}

/// Length to which a tail is followed: e³⁰⁰ ≈ 10¹³⁰ times the scale.
const FAR: f64 = 300.0;
/// The largest distance: e⁶⁹⁰ ≈ 10²⁹⁹.
const FARTHEST: f64 = 690.0;

/// The distance to x at which the logarithmic axis ends: 64 doubles away, where the rounding
/// error of the distance is below one percent.
pub(super) fn resolution(x: f64) -> f64 {
    (x.abs() * power_of_two(-46)).max(1e-304)
}

/// The breaks in the range and its finite ends, in order, each once.
fn cuts(low: f64, high: f64, breaks: &[Break]) -> Vec<Break> {
    let ends = [low, high].map(|x| Break { x, scale: 0.0 });
    let mut all: Vec<Break> = breaks.iter().copied().chain(ends).collect();
    all.retain(|b| b.x.is_finite() && (low..=high).contains(&b.x));
    if all.is_empty() {
        all.push(Break { x: 0.0, scale: 0.0 });
    }
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all.dedup_by(|b, a| {
        let same = a.x == b.x;
        if same {
            a.scale = a.scale.min(b.scale);
        }
        same
    });
    all
}
