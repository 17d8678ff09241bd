// Past the number of ways that are told apart, a destructor's loop over its ends
// still closes each of them.
// RUN: %check-fd fd-member-leak %s -std=c++98
extern "C" {
int socketpair(int, int, int, int[2]);
int close(int);
}
struct Out {
  void error(const char *, int);
};
extern Out Log;
void join();
void freeBase(void *);

class Loop {
public:
  Loop(int Listen) : Base(0), OwnBase(false), Listen(Listen) {
    Ends[0] = -1;
    Ends[1] = -1;
  }
  ~Loop();
  void wake();

private:
  void *Base;
  bool OwnBase;
  int Listen;
  int Ends[2];
};

Loop::~Loop() {
  join();
  if (Base && OwnBase) {
    freeBase(Base);
    OwnBase = false;
  }
  if (Listen != -1) {
    if (0 != close(Listen))
      Log.error("close", 1);
    Listen = -1;
  }
  for (int I = 0; I < 2; ++I) {
    if (Ends[I] >= 0) {
      if (0 != close(Ends[I]))
        Log.error("close", 2);
      Ends[I] = -1;
    }
  }
}

void Loop::wake() {
  if (socketpair(1, 1, 0, Ends) == -1)
    throw 1;
}

class Half {
public:
  Half() { Ends[0] = Ends[1] = -1; }
  ~Half(); // expected-warning {{the destructor of 'Half' leaves descriptor 'Ends[1]' open}}
  void wake();

private:
  int Ends[2];
};

Half::~Half() {
  for (int I = 0; I < 1; ++I)
    if (Ends[I] >= 0)
      close(Ends[I]);
}

void Half::wake() {
  if (socketpair(1, 1, 0, Ends) == -1)
    throw 1;
}
