//! Floor 4: all classes of the app as one numbered world.
