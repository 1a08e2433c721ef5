"""The simulated card reader (顔認証付きカードリーダー): pages for the patient, and the clinic's screen beside them."""
