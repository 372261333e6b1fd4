// Runs clusters of etcd's raft in one thread, by a seed, and writes what its trace hooks report: one JSON line an event.
//
//	go run -tags with_tla . -out DIR
//
// Nothing depends on time or on the order of threads: the same seed gives the same log.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand"
	"os"
	"path/filepath"

	"go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"
)

// A run: how many nodes, how many events at most, and how often what happens.
type scenario struct {
	name   string
	seed   int64
	nodes  int
	events int
	// Out of 1000 rounds.
	propose, campaign, restart, drop, partition int
	// What the driver's view of the state gets wrong, once, after so many events: "" or a name of `bugs`.
	bug string
}

var scenarios = []scenario{
	{name: "normal-100", seed: 1, nodes: 3, events: 100, propose: 50},
	{name: "normal-300", seed: 2, nodes: 3, events: 300, propose: 60},
	{name: "normal-1000", seed: 3, nodes: 3, events: 1000, propose: 60},
	{name: "normal-5000", seed: 4, nodes: 3, events: 5000, propose: 40},
	{name: "single", seed: 5, nodes: 1, events: 150, propose: 100},
	{name: "pair", seed: 6, nodes: 2, events: 300, propose: 50},
	{name: "five", seed: 7, nodes: 5, events: 800, propose: 40},
	{name: "elections-300", seed: 8, nodes: 3, events: 300, campaign: 30},
	{name: "elections-1000", seed: 9, nodes: 3, events: 1000, propose: 20, campaign: 20},
	{name: "elections-five", seed: 10, nodes: 5, events: 1000, propose: 10, campaign: 25},
	{name: "lossy-300", seed: 11, nodes: 3, events: 300, propose: 40, drop: 100},
	{name: "lossy-1000", seed: 12, nodes: 3, events: 1000, propose: 40, drop: 200},
	{name: "partitions-500", seed: 13, nodes: 3, events: 500, propose: 40, partition: 5},
	{name: "partitions-1000", seed: 14, nodes: 3, events: 1000, propose: 40, partition: 8},
	{name: "partitions-five", seed: 15, nodes: 5, events: 1500, propose: 30, partition: 5},
	{name: "restarts-300", seed: 16, nodes: 3, events: 300, propose: 40, restart: 8},
	{name: "restarts-1000", seed: 17, nodes: 3, events: 1000, propose: 40, restart: 10},
	{name: "restarts-five", seed: 18, nodes: 5, events: 1000, propose: 30, restart: 8},
	{name: "everything-1000", seed: 19, nodes: 3, events: 1000, propose: 40, campaign: 10, restart: 5, drop: 100, partition: 3},
	{name: "everything-3000", seed: 20, nodes: 3, events: 3000, propose: 30, campaign: 8, restart: 4, drop: 80, partition: 3},
	{name: "everything-five", seed: 21, nodes: 5, events: 2000, propose: 30, campaign: 8, restart: 4, drop: 60, partition: 3},
	{name: "wrong-commit", seed: 3, nodes: 3, events: 400, propose: 60, bug: "commit"},
	{name: "wrong-vote", seed: 9, nodes: 3, events: 600, propose: 20, campaign: 40, bug: "vote"},
	{name: "wrong-term", seed: 9, nodes: 3, events: 400, propose: 20, campaign: 20, bug: "term"},
}

// Each changes an event that it applies to, and says whether it did.
var bugs = map[string]func(*raft.TracingEvent) bool{
	"commit": func(e *raft.TracingEvent) bool {
		if e.Name != "Commit" || e.State.Commit == 0 {
			return false
		}
		e.State.Commit++
		return true
	},
	"vote": func(e *raft.TracingEvent) bool {
		if e.Name != "SendRequestVoteResponse" || e.Message == nil || !e.Message.Reject {
			return false
		}
		e.Message.Reject = false
		return true
	},
	"term": func(e *raft.TracingEvent) bool {
		if e.Name != "BecomeLeader" {
			return false
		}
		e.State.Term++
		return true
	},
}

// The bug shows once, after this share of the events.
const bugAfter = 0.3

// Time-outs of raft are random by no seed: followers are not ticked, but now and then start an election. Out of 1000.
const impatient = 20

type recorder struct {
	out    *json.Encoder
	count  int
	limit  int
	bug    func(*raft.TracingEvent) bool
	failed error
}

type line struct {
	Tag   string             `json:"tag"`
	TS    int                `json:"ts"`
	Event *raft.TracingEvent `json:"event"`
}

func (r *recorder) TraceEvent(event *raft.TracingEvent) {
	if r.count >= r.limit || r.failed != nil {
		return
	}
	if r.bug != nil && float64(r.count) > bugAfter*float64(r.limit) && r.bug(event) {
		r.bug = nil
	}
	r.count++
	r.failed = r.out.Encode(line{Tag: "trace", TS: r.count, Event: event})
}

type node struct {
	raw     *raft.RawNode
	storage *raft.MemoryStorage
	applied uint64
}

type cluster struct {
	scenario
	random  *rand.Rand
	trace   *recorder
	nodes   map[uint64]*node
	network []*raftpb.Message
	// Nodes on one side of a partition; empty if there is none.
	apart map[uint64]bool
}

func (c *cluster) config(id uint64, n *node) *raft.Config {
	return &raft.Config{
		ID: id, ElectionTick: 10, HeartbeatTick: 1, Storage: n.storage, Applied: n.applied,
		MaxSizePerMsg: 1 << 20, MaxInflightMsgs: 64,
		Logger:      &raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
		TraceLogger: c.trace,
	}
}

func (c *cluster) boot() error {
	peers := []raft.Peer{}
	for id := uint64(1); id <= uint64(c.scenario.nodes); id++ {
		peers = append(peers, raft.Peer{ID: id})
	}
	for id := uint64(1); id <= uint64(c.scenario.nodes); id++ {
		n := &node{storage: raft.NewMemoryStorage()}
		raw, err := raft.NewRawNode(c.config(id, n))
		if err != nil {
			return err
		}
		if err := raw.Bootstrap(peers); err != nil {
			return err
		}
		n.raw = raw
		c.nodes[id] = n
	}
	return nil
}

// Brings what a node has decided to its disk, to the network and to its state machine.
func (c *cluster) ready(n *node) error {
	for n.raw.HasReady() {
		rd := n.raw.Ready()
		if err := n.storage.Append(rd.Entries); err != nil {
			return err
		}
		if rd.HardState != nil && !raft.IsEmptyHardState(rd.HardState) {
			if err := n.storage.SetHardState(rd.HardState); err != nil {
				return err
			}
		}
		c.network = append(c.network, rd.Messages...)
		for _, entry := range rd.CommittedEntries {
			n.applied = entry.GetIndex()
			if entry.GetType() != raftpb.EntryConfChange {
				continue
			}
			var change raftpb.ConfChange
			if err := proto.Unmarshal(entry.GetData(), &change); err != nil {
				return err
			}
			// A restarted node learns from its last snapshot who the members are; nothing is compacted.
			state := n.raw.ApplyConfChange(&change)
			if _, err := n.storage.CreateSnapshot(n.applied, state, nil); err != nil {
				return err
			}
		}
		n.raw.Advance(rd)
	}
	return nil
}

func (c *cluster) chance(of int) bool { return c.random.Intn(1000) < of }

func (c *cluster) any() (uint64, *node) {
	id := uint64(1 + c.random.Intn(c.scenario.nodes))
	return id, c.nodes[id]
}

func (c *cluster) round() error {
	id, n := c.any()
	switch {
	case c.chance(c.restart):
		// What the node had on its way is lost to nobody: it is in the network.
		raw, err := raft.NewRawNode(c.config(id, n))
		if err != nil {
			return err
		}
		n.raw = raw
	case c.chance(c.campaign):
		if err := n.raw.Campaign(); err != nil {
			return err
		}
	case c.chance(c.propose):
		// Refused where there is no leader: then there is no event either.
		if n.raw.Status().RaftState == raft.StateLeader {
			_ = n.raw.Propose([]byte(fmt.Sprintf("v%d", c.trace.count)))
		}
	case c.chance(c.partition):
		c.apart = map[uint64]bool{}
		if c.chance(600) {
			c.apart[id] = true
		}
	case len(c.network) > 0 && !c.chance(100):
		c.deliver()
	case n.raw.Status().RaftState == raft.StateLeader:
		n.raw.Tick()
	case c.chance(impatient):
		if err := n.raw.Campaign(); err != nil {
			return err
		}
	}
	for id := uint64(1); id <= uint64(c.scenario.nodes); id++ {
		if err := c.ready(c.nodes[id]); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) deliver() {
	k := c.random.Intn(len(c.network))
	m := c.network[k]
	c.network = append(c.network[:k:k], c.network[k+1:]...)
	if c.chance(c.drop) || c.apart[m.GetFrom()] != c.apart[m.GetTo()] {
		return
	}
	if m.GetType() == raftpb.MsgProp {
		return
	}
	// Messages for what a restarted node does not know any more are its own affair.
	_ = c.nodes[m.GetTo()].raw.Step(m)
}

func run(s scenario, dir string) error {
	file, err := os.Create(filepath.Join(dir, s.name+".ndjson"))
	if err != nil {
		return err
	}
	defer file.Close()
	c := &cluster{
		scenario: s,
		random:   rand.New(rand.NewSource(s.seed)),
		trace:    &recorder{out: json.NewEncoder(file), limit: s.events, bug: bugs[s.bug]},
		nodes:    map[uint64]*node{},
		apart:    map[uint64]bool{},
	}
	if err := c.boot(); err != nil {
		return err
	}
	for c.trace.count < s.events && c.trace.failed == nil {
		if err := c.round(); err != nil {
			return err
		}
	}
	if s.bug != "" && c.trace.bug != nil {
		return fmt.Errorf("the bug %s never showed", s.bug)
	}
	return c.trace.failed
}

func main() {
	dir := flag.String("out", "logs", "where the logs are written")
	flag.Parse()
	if !raft.StateTraceDeployed {
		log.Fatal("built without the tag with_tla: raft reports nothing")
	}
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		log.Fatal(err)
	}
	for _, s := range scenarios {
		if err := run(s, *dir); err != nil {
			log.Fatalf("%s: %v", s.name, err)
		}
	}
}
