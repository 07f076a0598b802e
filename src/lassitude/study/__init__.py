"""What a study is before and after it happens: its protocol, and the tables it yields, virtual or real."""
