//! Floor 5: who may call whom, and what an entry point can reach.
