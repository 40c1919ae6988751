//! The columns of a row that a run is made of.

macro_rules! columns {
    ($($column:ident = $name:literal),+ $(,)?) => {
        /// A column that matters to a run; others are left out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $($column),+ }

        impl Column {
            /// All of them, in the order of their places.
            pub const ALL: &'static [Self] = &[$(Self::$column),+];

            /// The column of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$column),)+
                    _ => None,
                }
            }

            /// The name of the column.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$column => $name),+
                }
            }
        }
    };
}

columns! {
    FriendlyId = "friendlyId",
    Status = "status",
    CompletedAt = "completedAt",
    UpdatedAt = "updatedAt",
    Payload = "payload",
    PayloadType = "payloadType",
    Output = "output",
    OutputType = "outputType",
    Metadata = "metadata",
    MetadataType = "metadataType",
    Error = "error",
    RunTags = "runTags",
    RealtimeStreams = "realtimeStreams",
    TaskIdentifier = "taskIdentifier",
    IdempotencyKey = "idempotencyKey",
    Ttl = "ttl",
    CreatedAt = "createdAt",
    StartedAt = "startedAt",
    DelayUntil = "delayUntil",
    QueuedAt = "queuedAt",
    ExpiredAt = "expiredAt",
    Number = "number",
    IsTest = "isTest",
    UsageDurationMs = "usageDurationMs",
    CostInCents = "costInCents",
    BaseCostInCents = "baseCostInCents",
}

impl Column {
    /// The number of columns.
    pub const COUNT: usize = Self::ALL.len();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_found_by_its_name_and_in_its_place() {
        for (place, column) in Column::ALL.iter().enumerate() {
            assert_eq!((Column::named(column.name()), *column as usize), (Some(*column), place));
        }
        assert_eq!(Column::named("id"), None);
    }
}
