"""What people and programs see. Only faces choose engines and outputs; nothing imports faces."""
