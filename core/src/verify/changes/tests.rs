//! What later revisions may do, one named test for each row.

mod corpus;
