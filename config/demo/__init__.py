"""The demo: its accounts, its data and the page that shows the e-mails sent."""
