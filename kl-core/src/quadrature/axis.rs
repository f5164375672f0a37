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
    /// density may be infinite: then it is logarithmic down to `least`.
    pub(crate) scale: f64,
    /// The distance from the break at which a logarithmic axis ends.
    pub(crate) least: f64,
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
    /// The neighbouring breaks, between which the piece lies.
    between: (f64, f64),
}

/// An end of the axis beyond which there is more of the line.
pub(super) struct End {
    /// The coordinate on the axis.
    pub(super) t: f64,
    /// The direction of the rest of the axis: 1 or −1.
    pub(super) outwards: f64,
    /// The direction on the line: 1 or −1.
    pub(super) direction: f64,
    /// The place that is approached, which may be infinite.
    pub(super) towards: f64,
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
                axis.push(*a, 1.0, half, (a.x, b.x));
                axis.push(*b, -1.0, half, (a.x, b.x));
            }
        }
        if let (Some(first), Some(last)) = (cuts.first(), cuts.last()) {
            if low == f64::NEG_INFINITY {
                axis.push(*first, -1.0, f64::INFINITY, (low, first.x));
            }
            if high == f64::INFINITY {
                axis.push(*last, 1.0, f64::INFINITY, (last.x, high));
            }
        }
        axis
    }

    fn push(&mut self, at: Break, side: f64, length: f64, between: (f64, f64)) {
        let endless = length == f64::INFINITY;
        let (mut at, mut from) = (at, 0.0);
        if at.scale == 0.0 && length > SHORT * at.least {
            from = at.least.ln();
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
                between,
            });
            self.end += to - from;
        }
    }

    pub(super) fn length(&self) -> f64 {
        self.end
    }

    /// The point of the line at t.
    pub(super) fn point(&self, t: f64) -> Point {
        let after = self.pieces.partition_point(|piece| piece.start <= t);
        let Some(piece) = self.pieces.get(after.saturating_sub(1)) else {
            return Point::nowhere();
        };
        let v = piece.from + (t - piece.start);
        let Break { x: at, scale, .. } = piece.at;
        let (distance, ln_slope) = if scale > 0.0 {
            (scale * v.exp_m1(), scale.ln() + v)
        } else {
            (v.exp(), v)
        };
        let offset = piece.side * distance;
        // The line is open between breaks: what is at a break belongs to neither side, and one
        // of the two may have no density there.
        let (low, high) = piece.between;
        let mut x = at + offset;
        if x <= low && low.next_up() < high {
            x = low.next_up();
        } else if x >= high && high.next_down() > low {
            x = high.next_down();
        }
        Point {
            x,
            at,
            offset,
            ln_slope,
            jitter: 2.0 * f64::EPSILON * (t + v.abs() + piece.from.abs()),
            between: piece.between,
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
                    direction: -piece.side,
                    towards: piece.at.x,
                });
            }
            if piece.endless {
                ends.push(End {
                    t: piece.start + (piece.to - piece.from),
                    outwards: 1.0,
                    direction: piece.side,
                    towards: piece.side * f64::INFINITY,
                });
            }
        }
        ends
    }
}

/// A point of the line.
#[derive(Clone, Copy)]
pub(super) struct Point {
    /// The nearest double.
    pub(super) x: f64,
    /// The break that it is measured from, and how far it is from there: their sum is the
    /// point, and not rounded.
    at: f64,
    offset: f64,
    /// ln |dx/dt|.
    pub(super) ln_slope: f64,
    /// By how much t may be wrong, by the rounding of t itself.
    pub(super) jitter: f64,
    /// The breaks to either side.
    pub(super) between: (f64, f64),
}

impl Point {
    fn nowhere() -> Self {
        Point {
            x: f64::NAN,
            at: f64::NAN,
            offset: f64::NAN,
            ln_slope: f64::NAN,
            jitter: f64::NAN,
            between: (f64::NAN, f64::NAN),
        }
    }

    /// x − c, and the most that it is wrong by. Exact if c is the break.
    pub(super) fn minus(&self, c: f64) -> (f64, f64) {
        let from = self.at - c;
        let rounding = f64::EPSILON * (from.abs() + 2.0 * self.offset.abs());
        (from + self.offset, rounding)
    }

    /// The same at the nearest double, and how far that is along the axis.
    pub(super) fn rounded(mut self) -> (Self, f64) {
        let offset = self.x - self.at;
        let moved = (offset - self.offset) * self.offset.signum() * (-self.ln_slope).exp();
        self.offset = offset;
        (self, if moved.is_finite() { moved } else { 0.0 })
    }
}

/// Length to which a tail is followed: e³⁰⁰ ≈ 10¹³⁰ times the scale.
const FAR: f64 = 300.0;
/// The largest distance: e⁶⁹⁰ ≈ 10²⁹⁹.
const FARTHEST: f64 = 690.0;

/// The least number of times `least` that a logarithmic piece is long: on shorter ones, which
/// are slivers, the axis is linear.
const SHORT: f64 = 1000.0;

impl Break {
    /// A place where only doubles are known, so that the logarithmic axis ends 64 doubles away:
    /// there the rounding error of the distance is below one percent.
    pub(crate) fn rounded(x: f64) -> Self {
        let least = resolution(x);
        let scale = 0.0;
        Break { x, scale, least }
    }

    /// A place from which distances are exact.
    pub(crate) fn exact(x: f64) -> Self {
        let least = (x.abs() * power_of_two(-140)).max(LEAST);
        let scale = 0.0;
        Break { x, scale, least }
    }

    /// As [`exact`](Break::exact), where a density may have a pole.
    pub(crate) fn pole(x: f64) -> Self {
        let [scale, least] = [0.0, LEAST];
        Break { x, scale, least }
    }
}

const LEAST: f64 = 1e-304;

/// 64 doubles.
pub(super) fn resolution(x: f64) -> f64 {
    (x.abs() * power_of_two(-46)).max(LEAST)
}

/// The breaks in the range and its finite ends, in order, each once.
fn cuts(low: f64, high: f64, breaks: &[Break]) -> Vec<Break> {
    let ends = [low, high].map(Break::rounded);
    let mut all: Vec<Break> = breaks.iter().copied().chain(ends).collect();
    all.retain(|b| b.x.is_finite() && (low..=high).contains(&b.x));
    if all.is_empty() {
        all.push(Break::rounded(0.0));
    }
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all.dedup_by(|b, a| {
        let same = a.x == b.x;
        if same {
            a.scale = a.scale.min(b.scale);
            a.least = a.least.min(b.least);
        }
        same
    });
    all
}
