"""The message face (XmlMsg): what receipt computers send, over the same decision as REST; it has no rule of its own."""
