/// Why a file or text is no list that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It is larger than [`crate::BYTES_MAX`], or unfolds to more than memory should hold.
    #[error("it is larger than 10 MB, or unfolds to far more")]
    TooLarge,
    /// There is no row in it.
    #[error("there is nothing in it")]
    Empty,
    /// The old Excel format, a picture, a document: something that is no list.
    #[error("it is neither text nor an .xlsx spreadsheet")]
    NotAList,
    /// A spreadsheet that is damaged, or protected by a password.
    #[error("the spreadsheet cannot be read: {0}")]
    Damaged(String),
    /// The file could not be opened or read.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
}
