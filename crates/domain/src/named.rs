//! Stable names of enums, as stored and shown.

/// Gives an enum, whose `ALL` pairs every variant with its name, the way from one to the other.
macro_rules! named {
    ($type:ty) => {
        impl $type {
            /// The stable name.
            #[must_use]
            pub fn name(self) -> &'static str {
                Self::ALL.iter().find_map(|(variant, name)| (*variant == self).then_some(*name)).unwrap_or("unknown")
            }

            /// What has this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().find_map(|(variant, known)| (*known == name).then_some(*variant))
            }
        }
    };
}

pub(crate) use named;
