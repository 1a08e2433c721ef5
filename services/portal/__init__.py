"""The patient's portal (マイナポータル): pages over the consent service, as a client of it. It keeps nothing."""
