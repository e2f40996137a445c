//! Source + face + specification → geometry plan → ID photo.
//!
//! Takes an upright picture and a [`catalogue::PhotoSpec`]; gives the photo's
//! pixels, how they were made, and what the picture lacked. Changes
//! geometry and background alone, and judges nothing.

mod annotate;
mod annotate_regions;
mod brush;
mod canvas;
mod compliant;
mod compose;
mod crown;
mod doubt;
mod edit;
mod frame_reach;
mod geometry;
mod glyphs;
mod head_cut;
mod light;
mod make;
mod make_error;
mod marks;
mod nudge;
mod outline;
mod provenance;
mod ruler;
mod sheet;
mod shortfall;

pub use annotate::annotate;
pub use annotate_regions::{Outline, annotate_regions};
pub use compose::CutOut;
pub use doubt::{MeanSquare, largest_mean, most_doubted, most_smeared};
pub use edit::{Edit, EditError, Stroke, StrokeKind, Strokes};
pub use geometry::{ConstraintFit, Frame, Reach, TOLERANCE_PX, levelling, measured, solve};
pub use light::{level_of_light, light_of_sample};
pub use make::{IdPhoto, Solved, Stage, make, make_edited, solved};
pub use make_error::MakeError;
pub use marks::HeadMarks;
pub use nudge::{Follow, Nudge};
pub use provenance::{PoseDegrees, Provenance, provenance};
pub use ruler::{Band, Ruler, RulerLine, Rulers, rulers};
pub use sheet::{
    Cut, PRINT_DPI, Paper, Place, Sheet, SheetError, Wanted, has_shape_of, lay_out, print_spec,
    reframed,
};
pub use shortfall::{Shortfall, Side};
