//! Simulators answer as their documents say, and with everything that is documented; no client of ours is between.

mod gt8004;
mod loopai;
mod synapse;
