// Linux's exchange of two names, which the C library (2.28 and later) declares for GNU sources alone.
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);

static const unsigned int rename_exchange = 2;
