//! BPMN 2.0 (OMG; ISO/IEC 19510), the format of Camunda Modeler, bpmn.io, Bizagi and others: a procedure written as one
//! pool with a lane for each actor, and what such tools draw read as steps of a procedure.

pub mod baca;
pub mod petik;
pub mod tulis;

/// The namespace of what BPMN has no place for: inputs, times, references. Tools keep it and show nothing of it.
const RUANG: &str = "urn:praja:sop";
