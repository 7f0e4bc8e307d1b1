"""For whom contact is paused, as `partnering` announces it: new words on a name would reach others."""
