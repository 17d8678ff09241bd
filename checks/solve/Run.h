//===- Run.h - One group through one function -------------------*- C++ -*-===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Defines Run: follows one group of handles (or none: the base run) through a
// function, in reverse post-order with a worklist. Groups run side by side,
// never as a product; a group's run starts where the base run's disjuncts reach
// its acquisition and ends with its last holder.
//===----------------------------------------------------------------------===//
#ifndef FDTIDY_SOLVE_RUN_H
#define FDTIDY_SOLVE_RUN_H

#include "solve/CalleeOracle.h"
#include "solve/Finding.h"
#include "solve/Focus.h"
#include "solve/Join.h"
#include "solve/Options.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace fdtidy::solve {

class CallMapper;

/// That a program was started while a handle was open and stays so.
struct Inheritance {
  Confidence Sure = Confidence::Definite;
  ir::StringID By;
  std::string Name;
  std::vector<Step> Path; ///< the last step is the start of the program
};

/// Why handles went where nobody can follow; for `--explain-gaps`.
struct Gap {
  ir::LocID At;
  std::string Cause;
  auto operator<=>(const Gap &) const = default;
};

class Run {
public:
  Run(Memory &Mem, const Flow &Order, const Options &Opts,
      CalleeOracle &Callees, StepArena &Steps, ir::FunctionID Self,
      Focus Follow);

  /// The base run, or a run for a number, from the function's entry.
  void start();
  /// A run for an acquisition, from where \p Whole reaches it.
  void start(const Run &Whole);

  std::map<ir::BlockID, DisjunctSet> In; ///< of the blocks that are reached
  DisjunctSet Exits, Throws;     ///< how the function ends
  Candidates Found;              ///< of a base run
  std::vector<Finding> Findings; ///< all but leaks
  std::vector<ExecPoint> Execs;  ///< unless an acquisition is followed
  std::vector<Loss> Losses[2];   ///< by handle, in the order met
  std::optional<Inheritance> Inherited[2]; ///< by handle
  HandleState Acquired[2];       ///< as they began
  std::string Names[2];
  unsigned HandleCount = 0;
  std::set<Gap> Gaps;
  bool GaveUp = false; ///< past the budget: says nothing

  /// The disjuncts at the start of each block, and how the function ends.
  void print(llvm::raw_ostream &OS) const;
  /// Of a base run: whether it releases a number that may be that of an element
  /// of some container: one that came in, or of which nothing is known.
  bool releasesStrangers() const;

  unsigned executed() const { return Executed; }
  ir::FunctionID self() const { return Self; }
  /// The number from elsewhere that this run follows, if it follows one.
  SymbolID number() const { return Follow.Number; }
  /// Where the acquisition is that this run follows.
  ir::LocID siteLoc() const { return Mem.F.fact(Follow.Site.Fact).Loc; }
  /// Whether a callee acquired it: one that may acquire more than this.
  bool isByCallee() const {
    return Mem.F.fact(Follow.Site.Fact).Kind == ir::FactKind::Call;
  }

private:
  using Disjuncts = llvm::SmallVector<Disjunct, 2>;

  // Worklist: Run.cpp.
  void reset();
  void solve();
  void runBlock(ir::BlockID B, Disjunct D, size_t From = 0);
  void goTo(ir::BlockID B, Disjunct D);
  void meet(Disjuncts &Many, ir::FactID At);
  void keepBelow(Disjunct &D, ir::BlockID From, const ir::Edge &E,
                 const ir::Condition &C);
  void takeEdge(ir::BlockID From, const ir::Edge &E, Disjunct D,
                bool Branches);
  void finish(Disjunct D, ir::LocID At, bool Throwing);
  void unwind(Disjunct D, const ir::Fact &Fact);
  void dispatch(const ir::Block &Block, Disjunct D);
  bool isOver(const Disjunct &D) const;
  bool isExempt(const HandleState &H) const {
    return H.Owner == ir::OwnerKind::Standard ||
           (H.isStandard() && Opts.Standard == StandardStreams::Exempt);
  }
  void passMapLoops(ir::BlockID From, ir::BlockID To, Disjunct &D);

  // Facts: Transfer.cpp. Each replaces D, appends splits to Out, or ends D by
  // returning false.
  bool transfer(Disjunct &D, ir::FactID ID, Disjuncts &Out);
  void assign(Disjunct &D, ir::PlaceID Dst, const ir::Operand &Source,
              const ir::Fact &Fact);
  bool isAnotherElement(const Disjunct &D, unsigned H,
                        const ir::Operand &Source, LocationID To);
  void input(Disjunct &D, LocationID L);
  void endVariable(Disjunct &D, ir::PlaceID P, const ir::Fact &Fact);
  void endTemps(Disjunct &D, const ir::Fact &Fact);
  void allocate(Disjunct &D, const ir::Fact &Fact);
  void freeRecord(Disjunct &D, const ir::Fact &Fact);

  // Other processes: World.cpp.
  bool forkWorlds(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out);
  OnExec onExec(const Disjunct &D, const ir::CloexecFlag &Flag);
  void exec(Disjunct &D, ir::LocID At, ir::StringID By);
  void inherit(Disjunct &D, unsigned H, ir::LocID At, ir::StringID By,
               World In);
  void noteExec(const Disjunct &D, ir::LocID At, ir::StringID By);
  void execInCallee(const Disjunct &D, const ir::Fact &Fact, const Summary &S,
                    llvm::ArrayRef<std::pair<unsigned, const EntryGroup *>> Bound);
  void knowFlags(const Disjunct &D, HandleState &H, CallMapper &Map);
  void setCloexec(Disjunct &D, const ir::Fact &Fact);
  void seeTo(Disjunct &D, Value V);
  void sweep(Disjunct &D, bool InLoop);
  void sweepKind(Disjunct &D, ir::OwnerKind Kind);
  bool sweepsCount(const Disjunct &D) const {
    return D.In == World::Child || !Forks;
  }

  // Ends of pipes: PipeEnd.cpp.
  void read(Disjunct &D, const ir::Fact &Fact);
  void await(Disjunct &D, const ir::Fact &Fact);
  void unblock(Disjunct &D, Value V);
  void becomesInput(const Disjunct &D, const ir::Fact &Fact);
  void drained(Disjunct &D, Value V, ir::LocID At, ir::StringID By);
  void drainedInCallee(
      Disjunct &D, const ir::Fact &Fact, const Summary &S,
      llvm::ArrayRef<std::pair<unsigned, const EntryGroup *>> Bound);
  void readInThread(const Disjunct &D, const ir::Fact &Fact, const Summary &S);
  void waitWithOpenEnd(Disjunct &D, ir::LocID At, ir::StringID By,
                       unsigned Reader);
  void touch(const Disjunct &D, Value V);
  /// The base run: \p V, a number from elsewhere, is released as \p Owner says.
  LocationID someElement(const Disjunct &D, const ir::Operand &O, Value V);
  void escapeSome(Disjunct &D, LocationID From, const ir::Fact &Fact);
  void meetRelease(Value V, ir::OwnerKind Owner);
  /// The base run: \p V is another name of a number from elsewhere from here on.
  void meetAlias(Value V);
  void reportOpenEnds();

  // Handles: TransferHandle.cpp, Release.cpp.
  void checkCloexec(const Disjunct &D, const ir::Fact &Fact);
  void acquireUnfollowed(Disjunct &D, const ir::Fact &Fact);
  void acquireFollowed(Disjunct D, const ir::Fact &Fact, Disjuncts &Out);
  bool assumeUsed(Disjunct &D, const ir::Fact &Fact);
  bool release(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out);
  void noteRawOwner(Disjunct &D, unsigned H, const ir::Fact &Fact);
  void releaseHandle(Disjunct &D, unsigned H, Value By, const ir::Fact &Fact,
                     ir::OwnerKind Closer, ir::StringID Name);
  bool isFoundAnew(const HandleState &H, const ir::Fact &Fact) const;
  bool probe(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out);
  bool transferOwner(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out);
  void use(Disjunct &D, const ir::Operand &O, const ir::Fact &Fact);
  [[nodiscard]] bool isNoNull(Disjunct &D, const ir::Operand &O);
  void useHandle(Disjunct &D, unsigned H, ir::StringID By, ir::LocID At);
  void useNone(const Disjunct &D, const ir::Operand &O, const ir::Fact &Fact);
  void mayBeNone(const Disjunct &D, const ir::Fact &Fact, int64_t None,
                 Disjuncts &Out);
  void escape(Disjunct &D, Value V, const ir::Fact &Fact, bool Havoc,
              llvm::StringRef Cause);
  void escapeBelow(Disjunct &D, LocationID L, const ir::Fact &Fact, bool Havoc,
                   llvm::StringRef Cause);
  bool isOnlyRead(LocationID L);
  void escapeHandle(Disjunct &D, unsigned H, const ir::Fact &Fact,
                    llvm::StringRef Cause);

  // What containers hold: Elements.cpp.
  void insertElement(Disjunct &D, const ir::Fact &Fact);
  void eraseElement(Disjunct &D, const ir::Fact &Fact);
  /// Number \p V is the key or index of the element that \p At is in.
  void becomesKey(Disjunct &D, Value V, LocationID At);
  /// The same of what tells which element \p Fact writes to.
  void noteIndex(Disjunct &D, const ir::Fact &Fact);
  /// What lies in \p Element is gone.
  void forgetKey(Disjunct &D, unsigned H, LocationID Element) const {
    if (LocationID &Key = D.Handles[H].Key;
        Key && Mem.Locations.isUnder(Key, Element))
      Key = {};
  }
  /// Handle \p H has lost its last holder. False if it is no key either, or of
  /// what ends with this call while it is left.
  bool keepAsKey(Disjunct &D, unsigned H, bool Leaving);
  void clearElements(Disjunct &D, const ir::Fact &Fact);
  bool leadsToOpen(const Disjunct &D, LocationID L) const;
  /// Whether the number \p V may be that of an element that holds our handle.
  bool mayBeElement(const Disjunct &D, Value V) const;
  bool acquires(const ir::Fact &Fact) const;
  bool holdsElements(const Disjunct &D) const;
  /// Whether \p To is one of many elements, some of which holds a handle.
  bool isHeldByAnother(const Disjunct &D, LocationID To) const;
  /// \p Fact reads a pointer to, or in, some element: what was closed behind
  /// such a pointer before need not be what it leads to.
  void turnToElement(Disjunct &D, const ir::Fact &Fact);
  // What is in use: InUse.cpp.
  void nameChild(Disjunct &D, Value Pid);
  void meetChild(Disjunct &D, const ir::Condition &C);
  Value pidOf(const Disjunct &D, const ir::Fact &Fact);
  ir::PlaceID elementBy(ir::PlaceID P) const;
  /// The variable by which an argument of \p Fact leads to \p L, in an element.
  ir::PlaceID elementArgument(const Disjunct &D, const ir::Fact &Fact,
                              LocationID L);
  /// A callee signals or reaps the child whose pid lies at \p Pid.
  void childInUse(Disjunct &D, const ir::Fact &Fact, LocationID Pid);
  /// Whether \p Fact, a call, writes at \p L to the very element that the path
  /// has found in use.
  bool writesInUse(const Disjunct &D, const ir::Fact &Fact, LocationID L);
  /// The element that \p O lies in is in use.
  void foundInUse(Disjunct &D, const ir::Operand &O);
  /// \p Fact writes to an element that was found in use: that very one.
  void overwriteInUse(Disjunct &D, const ir::Fact &Fact);
  /// \p Stranger is closed, or given to whom nobody can see.
  void escapeElements(Disjunct &D, Value Stranger, const ir::Fact &Fact);
  /// What a loop does to the elements that it visits.
  enum LoopLesson : uint8_t {
    ClosesElement = 1,
    HandsOnElement = 2, ///< it goes where nobody follows, or is held there too
    ErasesElement = 4,
  };
  void noteInLoops(const Disjunct &D, unsigned H, uint8_t What);
  void noteInLoop(ir::BlockID Header, LocationID L, uint8_t What);
  // What each round of a loop does: Rounds.cpp.
  enum RoundLesson : uint8_t {
    EndsHandle = 1,  ///< some round releases it or hands it on
    KeepsHandle = 2, ///< some round leaves it open
  };
  bool precedesLoop(ir::BlockID Header) const;
  void noteRound(const Disjunct &D, unsigned H, ir::BlockID Header,
                 uint8_t What);
  void noteEnd(const Disjunct &D, unsigned H);
  void passRounds(ir::BlockID From, ir::BlockID To, Disjunct &D);
  void noteMoved(const Disjunct &D, LocationID To);
  /// Whether a number that the function closes may be any element's.
  bool meetsStrangers();

  // Threads: Thread.cpp.
  bool startThread(Disjunct &D, const ir::Fact &Fact, ir::FunctionID Callee,
                   Disjuncts &Out);
  /// Whether the thread with body \p Body only reads \p Of, and comes to an end.
  /// \p Freed: records that hold it and that the thread frees.
  bool threadBorrows(const Disjunct &D, const ir::Fact &Fact,
                     const Summary &Body, Value Of,
                     llvm::SmallVectorImpl<LocationID> &Freed);
  /// Whether on some path through its body it does no more than that with the
  /// only handle of \p D, though on others it closes it or keeps it.
  bool threadMayLeave(const Disjunct &D, const ir::Fact &Fact,
                      ir::FunctionID Callee, const Summary &Body,
                      llvm::SmallVectorImpl<LocationID> &Freed);
  /// The thread runs and leaves the handles of \p D to who started it.
  void afterThread(Disjunct &D, const ir::Fact &Fact, const Summary &Body,
                   llvm::ArrayRef<LocationID> Freed);

  // Calls: Call.cpp.
  friend class CallMapper;
  bool call(Disjunct &D, const ir::Fact &Fact, Disjuncts &Out);
  SymbolID answer(Disjunct &D, const ir::Fact &Fact, ir::FunctionID Callee);
  bool addIndices(const Disjunct &D, const ir::Operand &O,
                  llvm::SmallVectorImpl<Value> &Indices);
  bool callUnknown(Disjunct &D, const ir::Fact &Fact, ir::FunctionID Callee);
  void callKnown(const Disjunct &D, const ir::Fact &Fact,
                 ir::FunctionID Callee, const Summary &S, Disjuncts &Out);
  const AcquiredGroup *innermost(const Summary &S, const AcquiredGroup &G);
  void seedFromCall(const Disjunct &D, const ir::Fact &Fact, unsigned Inner,
                    Disjuncts &Out);

  // Writing and losing: Write.cpp, Loss.cpp.
  void write(Disjunct &D, LocationID L, Value V);
  bool isTheElement(const Disjunct &D, LocationID L, unsigned H) const;
  void forgetAnswers(Disjunct &D, LocationID L);
  /// What a location of an array stands for: all of it, or its element 0.
  enum class Extent : uint8_t { Whole, First };
  void clearBelow(Disjunct &D, LocationID L, Extent Of = Extent::Whole);
  /// Whether \p At, below \p L, is in another element than the first.
  bool isNext(LocationID At, LocationID L) const;
  /// Calls \p V for each cell of \p D at \p L or below it. Most locations have
  /// nothing below them, and a store may be large.
  template <typename Visit>
  void forEachUnder(const Disjunct &D, LocationID L, Visit V) const {
    if (!Mem.Locations[L].HasParts) {
      if (Value At = D.at(L))
        V(Disjunct::Cell(L, At));
      return;
    }
    for (const Disjunct::Cell &C : D.store())
      if (Mem.Locations.isUnder(C.first, L))
        V(C);
  }
  /// Copies what lies at \p From in \p Was, which may be \p D, to \p To.
  void copyRecord(Disjunct &D, LocationID To, LocationID From,
                  const Disjunct &Was, Extent Of = Extent::Whole);
  void define(Disjunct &D, ir::PlaceID Dst, const Range &R = Range());
  /// Where the number that is followed lies, if a pointer that this function got
  /// from a call leads there.
  LocationID behindResult() const;
  void forgetDefinitions(Disjunct &D, uint32_t Fact);
  void forgetDefinitionsAt(Disjunct &D, uint32_t Fact, LocationID At);
  llvm::SmallVector<bool, 2> heldMask(const Disjunct &D) const;
  /// \p D, if it holds anything that could be lost.
  static std::optional<Disjunct>
  snapshot(const Disjunct &D, const llvm::SmallVector<bool, 2> &Held) {
    return llvm::is_contained(Held, true) ? std::optional(D) : std::nullopt;
  }
  void loseUnheld(Disjunct &D, const llvm::SmallVector<bool, 2> &Before,
                  const std::optional<Disjunct> &Old, LossKind Kind,
                  ir::LocID At);
  /// The name that tells a holder from others, and, where there is one, the one
  /// that the path gives it.
  struct HolderName {
    std::string Name, Shown;
  };
  void lose(Disjunct &D, unsigned H, LossKind Kind, ir::LocID At,
            const HolderName &Holder);
  bool isLeavingMain() const;
  bool goesWithProcess(LossKind Kind);
  bool isOnTheWay(LocationID L) const;
  std::string holderName(const Disjunct &D, unsigned H);
  HolderName lastHolder(const Disjunct &D, unsigned H);
  /// How a location is written.
  struct Described {
    std::string Name; ///< where a member of it is to follow
    llvm::StringRef Then = "."; ///< what comes between
    std::string Whole; ///< where it stands alone
  };
  /// \p ByLeader: an element by what leads to it, where a variable does.
  Described described(const Disjunct &D, LocationID L, bool ByLeader);
  std::optional<Described> leaderTo(const Disjunct &D, LocationID L);
  /// \p L as the user wrote it; empty where it has no name.
  std::string describe(const Disjunct &D, LocationID L);
  /// The same of what holds a handle: the first of an array is its element 0.
  std::string holder(const Disjunct &D, LocationID L);
  bool survives(const Disjunct &D, unsigned H, bool Throwing);
  void report(CheckKind Check, Disjunct &D, unsigned H, ir::LocID At,
              ir::StringID Closer);
  void step(Disjunct &D, StepKind Kind, ir::LocID At, ir::StringID Text = {},
            bool Taken = true);

  uint32_t factIndex(const ir::Fact &Fact) const {
    return &Fact - Mem.F.Facts.data();
  }

  Memory &Mem;
  const Flow &Order;
  const Options &Opts;
  CalleeOracle &Callees;
  StepArena &Steps;
  ir::FunctionID Self;
  Focus Follow;
  ir::BlockID Current;
  std::set<unsigned> Work; ///< positions in the order of blocks to visit
  std::map<std::pair<ir::BlockID, LocationID>, uint8_t> MapLoops, Rounds;
  unsigned LoopLessons = 0;
  const Run *Base = nullptr; ///< where this follows one handle of a whole run
  std::optional<bool> Strangers; ///< what meetsStrangers() says, once asked
  std::set<ir::BlockID> SweepLoops; ///< headers of loops that close many numbers
  size_t loopsKnown() const { return LoopLessons + SweepLoops.size(); }
  const bool Forks; ///< this function itself
  /// By world and handle: whether anything here uses it.
  std::array<std::array<bool, 2>, 2> TouchedIn{};
  std::map<const ir::Fact *, bool> Drains; ///< reads that go on to the end
  bool ChildReads = false;  ///< a child reads the pipe to its end
  bool ThreadReads = false; ///< a thread that was started here does
  struct OpenEnd {
    Finding F;
    World In;
    unsigned Writer;
    bool NeedsChild;
  };
  std::vector<OpenEnd> OpenEnds;
  std::set<std::tuple<CheckKind, unsigned, ir::LocID>> Reported;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> CalleeHeaps;
  std::set<SymbolID> Processes; ///< numbers of children, made in this function
  uint32_t CurrentFact = 0;
  unsigned Executed = 0;
  bool Seeding = false;
};

} // namespace fdtidy::solve

#endif // FDTIDY_SOLVE_RUN_H
