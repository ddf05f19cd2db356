//! For the fuzz targets: what reads frames and the URL's query, by itself. Nothing else uses it.

pub use crate::{
    catch_up::Since,
    endpoint::{Asked, asked},
    incoming::{Incoming, Pointing, read},
    window::Window,
};
