//! The sheet that a picture is drawn on, and the coordinate systems in it.

use crate::axis::Tick;
use crate::number::{SMALL, text_width};
use crate::palette::{self, Colour};
use crate::{Error, Figure};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{
    Cartesian2d, DrawingArea, IntoDrawingArea, RGBColor, SVGBackend, ShapeStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle};
use std::fmt::Display;
use std::ops::Range;

/// The size of every figure in pixels of its `viewBox`.
///
/// Text of 15 such pixels is still 10 high where the figure is 340 pixels wide.
pub(crate) const WIDTH: f64 = 480.0;
pub(crate) const HEIGHT: f64 = 340.0;

/// plotters knows whole coordinates only, and curves on whole pixels look ragged.
/// So it draws ten times as large, and the figure is scaled down.
const UNITS: u32 = 10;

/// Font size of everything else.
pub(crate) const NORMAL: f64 = 15.0;

/// By how many pixels a label may stand beside its mark.
const NUDGE: f64 = 4.0;

/// A rectangle of the sheet, in its pixels, and the data coordinates in it.
pub(crate) struct Panel<'a> {
    area: DrawingArea<SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    sheet: DrawingArea<SVGBackend<'a>, Shift>,
    frame: Frame,
    x: Range<f64>,
    y: Range<f64>,
}

/// Where a panel is on the sheet: x to the right, y downwards.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) x: Range<f64>,
    pub(crate) y: Range<f64>,
}

/// Where so many panels of one width stand side by side, from left to right.
pub(crate) fn columns(across: Range<f64>, gap: f64, count: usize) -> Vec<Range<f64>> {
    let n = count as f64;
    let width = (across.end - across.start - gap * (n - 1.0)) / n;
    (0..count)
        .map(|i| across.start + i as f64 * (width + gap))
        .map(|left| left..left + width)
        .collect()
}

/// How something is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) colour: Colour,
    pub(crate) opacity: f64,
    /// Line width in pixels.
    pub(crate) width: f64,
    /// Length of dash and gap in pixels.
    pub(crate) dashes: Option<(f64, f64)>,
}

impl Style {
    /// A solid line of two pixels, or an opaque area.
    pub(crate) const fn of(colour: Colour) -> Style {
        Style {
            colour,
            opacity: 1.0,
            width: 2.0,
            dashes: None,
        }
    }

    pub(crate) const fn width(self, width: f64) -> Style {
        Style { width, ..self }
    }

    pub(crate) const fn opacity(self, opacity: f64) -> Style {
        Style { opacity, ..self }
    }

    pub(crate) const fn dashed(self, dash: f64, gap: f64) -> Style {
        Style {
            dashes: Some((dash, gap)),
            ..self
        }
    }

    fn shape(self, filled: bool) -> ShapeStyle {
        ShapeStyle {
            color: rgb(self.colour).mix(self.opacity),
            filled,
            stroke_width: units(self.width) as u32,
        }
    }
}

/// The lines of P and Q in every figure: they differ without colour, too.
pub(crate) const LINE_P: Style = Style::of(palette::P).width(2.5);
pub(crate) const LINE_Q: Style = Style::of(palette::Q).width(2.5).dashed(8.0, 5.0);

/// Which point of a text is placed.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Left,
    Right,
    Centre,
    /// The middle of the lower edge.
    Above,
    /// The middle of the upper edge.
    Below,
}

/// A shape in front of an entry of a legend.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Line(Style),
    LineWithDot(Style),
    LineWithCross(Style),
    Area(Style),
    Bar(Style),
    HollowBar(Style),
    None,
}

impl Panel<'_> {
    /// Draws a figure: calls `draw` with the whole sheet, in pixels.
    pub(crate) fn draw(
        name: &str,
        title: &str,
        description: &str,
        draw: impl FnOnce(&Panel) -> Result<(), Error>,
    ) -> Result<Figure, Error> {
        let size = (WIDTH as u32, HEIGHT as u32);
        let mut svg = String::new();
        {
            let backend = SVGBackend::with_string(&mut svg, (size.0 * UNITS, size.1 * UNITS));
            let sheet = backend.into_drawing_area();
            sheet.fill(&rgb(palette::PAPER)).map_err(drawing)?;
            let frame = Frame {
                x: 0.0..WIDTH,
                y: 0.0..HEIGHT,
            };
            draw(&Panel::on(&sheet, frame, 0.0..WIDTH, HEIGHT..0.0))?;
            sheet.present().map_err(drawing)?;
        }
        Ok(Figure::new(name, title, description, size, UNITS, &svg))
    }
}

impl<'a> Panel<'a> {
    fn on(
        sheet: &DrawingArea<SVGBackend<'a>, Shift>,
        frame: Frame,
        x: Range<f64>,
        y: Range<f64>,
    ) -> Panel<'a> {
        let pixels = (
            units(frame.x.start)..units(frame.x.end),
            // Data coordinates count upwards.
            units(frame.y.end)..units(frame.y.start),
        );
        let coordinates = Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            x.start..x.end,
            y.start..y.end,
            pixels,
        );
        Panel {
            area: sheet.apply_coord_spec(coordinates),
            sheet: sheet.clone(),
            frame,
            x,
            y,
        }
    }

    /// A panel on the same sheet with coordinates of its own.
    pub(crate) fn panel(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Panel<'a> {
        Panel::on(&self.sheet, frame, x, y)
    }

    /// A line through points.
    pub(crate) fn line(
        &self,
        points: impl IntoIterator<Item = (f64, f64)>,
        style: Style,
    ) -> Result<(), Error> {
        let points: Vec<_> = points.into_iter().collect();
        let shape = style.shape(false);
        match style.dashes {
            None => self.area.draw(&PathElement::new(points, shape)),
            Some((dash, gap)) => self.area.draw(&DashedPathElement::new(
                points,
                units(dash),
                units(gap),
                shape,
            )),
        }
        .map_err(drawing)
    }

    /// The area inside a closed line.
    pub(crate) fn polygon(&self, points: Vec<(f64, f64)>, style: Style) -> Result<(), Error> {
        let polygon = Polygon::new(points, style.shape(true));
        self.area.draw(&polygon).map_err(drawing)
    }

    /// A rectangle, filled.
    pub(crate) fn bar(&self, x: Range<f64>, y: Range<f64>, style: Style) -> Result<(), Error> {
        let corners = [(x.start, y.start), (x.end, y.end)];
        let rectangle = Rectangle::new(corners, style.shape(true));
        self.area.draw(&rectangle).map_err(drawing)
    }

    /// A rectangle in outline, pale inside.
    pub(crate) fn hollow_bar(
        &self,
        x: Range<f64>,
        y: Range<f64>,
        style: Style,
    ) -> Result<(), Error> {
        self.bar(x.clone(), y.clone(), style.opacity(0.2))?;
        let outline = [
            (x.start, y.start),
            (x.start, y.end),
            (x.end, y.end),
            (x.end, y.start),
            (x.start, y.start),
        ];
        self.line(outline, style)
    }

    /// A round mark.
    pub(crate) fn dot(&self, at: (f64, f64), radius: f64, style: Style) -> Result<(), Error> {
        let circle = Circle::new(at, units(radius), style.shape(true));
        self.area.draw(&circle).map_err(drawing)
    }

    /// A mark in the shape of an x, `radius` pixels in each direction.
    pub(crate) fn cross(&self, at: (f64, f64), radius: f64, style: Style) -> Result<(), Error> {
        let (x, y) = self.pixel(at);
        let sheet = self.whole();
        for (dx, dy) in [(radius, radius), (radius, -radius)] {
            sheet.line([(x - dx, y - dy), (x + dx, y + dy)], style)?;
        }
        Ok(())
    }

    /// Text of a size at a point, moved by some pixels.
    pub(crate) fn text(
        &self,
        text: &str,
        at: (f64, f64),
        (dx, dy): (f64, f64),
        anchor: Anchor,
        size: f64,
    ) -> Result<(), Error> {
        if text.is_empty() {
            // plotters would leave a blank line, which ends HTML inside Markdown.
            return Ok(());
        }
        let (x, y) = self.pixel(at);
        let pos = match anchor {
            Anchor::Left => Pos::new(HPos::Left, VPos::Center),
            Anchor::Right => Pos::new(HPos::Right, VPos::Center),
            Anchor::Centre => Pos::new(HPos::Center, VPos::Center),
            Anchor::Above => Pos::new(HPos::Center, VPos::Bottom),
            Anchor::Below => Pos::new(HPos::Center, VPos::Top),
        };
        let font = FontDesc::new(
            FontFamily::SansSerif,
            // plotters' sizes are line heights of 1.24 em.
            (size * f64::from(UNITS) * 1.24).round(),
            FontStyle::Normal,
        );
        let style = font.color(&rgb(palette::INK)).pos(pos);
        let place = (units(x + dx), units(y + dy));
        self.sheet
            .draw(&Text::new(text, place, style))
            .map_err(drawing)
    }

    /// Marks and labels along the lower edge, except labels that would be cut off. What would
    /// lose a hair at the edge of the sheet is moved instead.
    pub(crate) fn x_labels(&self, ticks: &[Tick]) -> Result<(), Error> {
        for tick in ticks {
            let foot = (tick.at, self.y.start);
            let (x, y) = self.pixel(foot);
            self.whole()
                .line([(x, y), (x, y + 5.0)], Style::of(palette::INK).width(1.0))?;
            let beyond = (x + 0.5 * text_width(&tick.label, SMALL) - WIDTH).max(0.0);
            if beyond <= NUDGE {
                self.text(&tick.label, foot, (-beyond, 8.0), Anchor::Below, SMALL)?;
            }
        }
        Ok(())
    }

    /// Labels along the left edge.
    pub(crate) fn y_labels(&self, ticks: &[Tick]) -> Result<(), Error> {
        ticks.iter().try_for_each(|tick| {
            let left = (self.x.start, tick.at);
            self.text(&tick.label, left, (-6.0, 0.0), Anchor::Right, SMALL)
        })
    }

    /// Lines up and down.
    pub(crate) fn x_grid(&self, ticks: &[Tick]) -> Result<(), Error> {
        ticks.iter().try_for_each(|tick| {
            let ends = [(tick.at, self.y.start), (tick.at, self.y.end)];
            self.line(ends, Style::of(palette::GRID).width(1.0))
        })
    }

    /// Lines across.
    pub(crate) fn y_grid(&self, ticks: &[Tick]) -> Result<(), Error> {
        ticks.iter().try_for_each(|tick| {
            let ends = [(self.x.start, tick.at), (self.x.end, tick.at)];
            self.line(ends, Style::of(palette::GRID).width(1.0))
        })
    }

    /// The line y = 0.
    pub(crate) fn zero_line(&self) -> Result<(), Error> {
        let style = Style::of(palette::INK).width(1.0);
        self.line([(self.x.start, 0.0), (self.x.end, 0.0)], style)
    }

    /// A row of keys and names that begins at a point of the sheet. Returns where it ends.
    pub(crate) fn legend(&self, at: (f64, f64), entries: &[(Key, &str)]) -> Result<f64, Error> {
        let (mut x, y) = at;
        let sheet = self.whole();
        for &(key, name) in entries {
            let middle = (x + 16.0, y);
            let ends = [(x, y), (x + 32.0, y)];
            let mut width = 32.0;
            match key {
                Key::Line(style) => sheet.line(ends, style)?,
                Key::LineWithDot(style) => {
                    sheet.line(ends, style)?;
                    sheet.dot(middle, 3.5, style)?;
                }
                Key::LineWithCross(style) => {
                    sheet.line(ends, style)?;
                    sheet.cross(
                        middle,
                        4.5,
                        Style {
                            dashes: None,
                            ..style
                        },
                    )?;
                }
                Key::Area(style) => {
                    let (left, right) = (x, x + 20.0);
                    sheet.bar(left..right, y - 6.0..y + 6.0, style.opacity(0.35))?;
                    sheet.line([(left, y - 6.0), (right, y - 6.0)], style)?;
                    width = 20.0;
                }
                Key::Bar(style) => {
                    sheet.bar(x..x + 14.0, y - 7.0..y + 7.0, style)?;
                    width = 14.0;
                }
                Key::HollowBar(style) => {
                    sheet.hollow_bar(x..x + 14.0, y - 7.0..y + 7.0, style)?;
                    width = 14.0;
                }
                Key::None => width = 0.0,
            }
            let gap = if width > 0.0 { 6.0 } else { 0.0 };
            sheet.text(name, (x + width + gap, y), (0.0, 0.0), Anchor::Left, NORMAL)?;
            x += width + gap + text_width(name, NORMAL) + 14.0;
        }
        Ok(x)
    }

    /// The data coordinate of the lower edge.
    pub(crate) fn bottom(&self) -> f64 {
        self.y.start
    }

    /// The same sheet, in pixels.
    fn whole(&self) -> Panel<'a> {
        let frame = Frame {
            x: 0.0..WIDTH,
            y: 0.0..HEIGHT,
        };
        Panel::on(&self.sheet, frame, 0.0..WIDTH, HEIGHT..0.0)
    }

    fn pixel(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = |v: f64, range: &Range<f64>| (v - range.start) / (range.end - range.start);
        let (left, right) = (self.frame.x.start, self.frame.x.end);
        let (top, bottom) = (self.frame.y.start, self.frame.y.end);
        (
            left + share(x, &self.x) * (right - left),
            bottom + share(y, &self.y) * (top - bottom),
        )
    }
}

fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNITS)).round() as i32
}

fn rgb(colour: Colour) -> RGBColor {
    let (r, g, b) = colour.rgb();
    RGBColor(r, g, b)
}

fn drawing(error: impl Display) -> Error {
    Error::Drawing(error.to_string())
}
