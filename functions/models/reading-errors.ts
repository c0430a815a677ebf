/** The family of what can go wrong in turning a recording or a picture into text. */
export abstract class MediaReadingError extends Error {}

/** No model is configured: the customer has to type. */
export class NoMediaModelError extends MediaReadingError {
  override readonly name = "NoMediaModelError";
}

/** WhatsApp or the model did not answer: it may on the next try. */
export class MediaNotReadNowError extends MediaReadingError {
  override readonly name = "MediaNotReadNowError";
}

/** Gone, too large, or nothing that a model makes words of: the customer has to type. */
export class MediaUnreadableError extends MediaReadingError {
  override readonly name = "MediaUnreadableError";
}
