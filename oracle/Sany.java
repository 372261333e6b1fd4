import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.AssumeNode;
import tla2sany.semantic.AssumeProveNode;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.Errors;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.InstanceNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.NewSymbNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.Subst;
import tla2sany.semantic.SubstInNode;
import tla2sany.semantic.SymbolNode;
import tla2sany.semantic.TheoremNode;
import tla2sany.semantic.ThmOrAssumpDefNode;
import tla2sany.st.Location;
import util.SimpleFilenameToStream;
import util.ToolIO;

/**
 * Asks SANY about many modules in one process. Each line of the input is
 * {@code id TAB folder TAB module TAB library[:library...]}; each answer is one line of JSON with what SANY's verdict is
 * and, for an accepted module, the facts of its semantic graph that lie in the module's own file. The facts are read
 * from the graph itself: the export as XML does not give levels and places of everything.
 *
 * A module that takes too long ends the process, as SANY cannot be interrupted; the caller starts another one.
 */
public final class Sany {
  /** Answers go here; SANY's own output goes nowhere. */
  private static final PrintStream ANSWERS = new PrintStream(System.out, false, StandardCharsets.UTF_8);
  private static final long TIME_LIMIT_MS = Long.getLong("oracle.limit", 60_000);
  private static final long STACK_BYTES = 256L << 20;
  private static final int MESSAGES = 3;

  private static volatile String answer;

  private Sany() {}

  public static void main(String[] args) throws Exception {
    final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    System.setOut(nowhere);
    System.setErr(nowhere);
    ToolIO.out = nowhere;
    ToolIO.err = nowhere;
    final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      final String[] job = line.split("\t", -1);
      answer = null;
      final Thread worker = new Thread(null, () -> answer = check(job), "module", STACK_BYTES);
      worker.setDaemon(true);
      worker.start();
      worker.join(TIME_LIMIT_MS);
      final boolean late = answer == null;
      final Json json = new Json().open('{').key("id").text(job[0]);
      ANSWERS.println(late ? json.key("verdict").text("timeout").close('}') : json + "," + answer);
      ANSWERS.flush();
      if (late) Runtime.getRuntime().halt(3);
    }
  }

  private static String check(String[] job) {
    try {
      return facts(job[1], job[2], job[3]);
    } catch (Throwable fault) {
      return verdict("crash", List.of(fault.toString())).close('}').toString();
    }
  }

  /** The rest of the object that {@code {"id":...,} begins. */
  private static Json verdict(String verdict, List<String> messages) {
    final Json json = new Json().key("verdict").text(verdict).key("messages").open('[');
    for (String message : messages) json.text(message);
    return json.close(']');
  }

  private static String facts(String folder, String module, String libraries) throws Exception {
    ToolIO.setUserDir(folder + File.separator);
    final String[] paths = libraries.isEmpty() ? new String[0] : libraries.split(File.pathSeparator);
    final SpecObj spec = new SpecObj(module, new Folders(paths));
    final ByteArrayOutputStream said = new ByteArrayOutputStream();
    SANY.frontEndMain(spec, module, new PrintStream(said, true, StandardCharsets.UTF_8));
    final List<String> syntax = errors(spec.initErrors, spec.parseErrors);
    final List<String> meaning = errors(spec.getGlobalContextErrors(), spec.semanticErrors);
    if (!syntax.isEmpty()) return verdict("syntax", syntax).close('}').toString();
    if (!meaning.isEmpty()) return verdict("semantic", meaning).close('}').toString();
    // An error level without errors comes of warnings, which newer releases let pass.
    if (spec.getRootModule() == null) {
      final String text = said.toString(StandardCharsets.UTF_8);
      final String last = text.substring(Math.max(0, text.length() - 300)).replaceAll("\\s+", " ");
      return verdict("semantic", List.of(last)).close('}').toString();
    }
    final Json json = verdict("accepted", Collections.emptyList());
    new Graph(spec.getRootModule()).write(json);
    return json.close('}').toString();
  }

  /** Modules that newer releases bring along and the jar does not have are taken from a folder, last. */
  private static final class Folders extends SimpleFilenameToStream {
    private static final String REST = System.getProperty("oracle.rest", "");

    Folders(String[] paths) {
      super(paths);
    }

    @Override
    public File resolve(String name, boolean isModule) {
      final File found = super.resolve(name, isModule);
      if (found != null && found.exists()) return found;
      final File rest = new File(REST, name.endsWith(".tla") ? name : name + ".tla");
      return rest.exists() && isModule ? rest : found;
    }
  }

  private static List<String> errors(Errors... kinds) {
    final List<String> all = new ArrayList<>();
    for (Errors kind : kinds) {
      if (kind == null) continue;
      all.addAll(Arrays.asList(kind.getAborts()));
      all.addAll(Arrays.asList(kind.getErrors()));
    }
    final List<String> first = new ArrayList<>(all.subList(0, Math.min(MESSAGES, all.size())));
    first.replaceAll(text -> text.replaceAll("\\s+", " ").trim());
    return first;
  }

  /** Walks what a module's own file says. Bodies had through INSTANCE and proofs are left out. */
  private static final class Graph {
    private final ModuleNode root;
    private final String file;
    private final Set<SemanticNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<SemanticNode> pending = new ArrayDeque<>();
    private final List<OpDefNode> definitions = new ArrayList<>();
    private final Set<ModuleNode> modules = new HashSet<>();

    Graph(ModuleNode root) {
      this.root = root;
      this.file = root.getLocation().source();
    }

    void write(Json json) {
      json.key("constants").open('[');
      for (OpDeclNode c : root.getConstantDecls()) declared(json, c);
      json.close(']').key("variables").open('[');
      for (OpDeclNode v : root.getVariableDecls()) declared(json, v);
      json.close(']').key("nodes").open('[');
      module(root);
      for (SemanticNode node = pending.poll(); node != null; node = pending.poll()) visit(json, node);
      json.close(']').key("definitions").open('[');
      for (OpDefNode d : definitions) definition(json, d);
      json.close(']');
    }

    private void module(ModuleNode module) {
      if (!modules.add(module)) return;
      for (OpDefNode d : module.getOpDefs()) push(d);
      for (LevelNode unit : module.getTopLevel()) push(unit);
      for (InstanceNode instance : module.getInstances()) push(instance);
      for (ModuleNode inner : module.getInnerModules()) module(inner);
    }

    private void push(SemanticNode node) {
      if (node != null && node.getTreeNode() != null && seen.add(node)) pending.add(node);
    }

    private boolean here(SemanticNode node) {
      return node.getTreeNode() != null && file.equals(node.getLocation().source());
    }

    private void visit(Json json, SemanticNode node) {
      if (node instanceof OpDefNode) {
        final OpDefNode d = (OpDefNode) node;
        if (d.getBody() instanceof SubstInNode) {
          substitutions(((SubstInNode) d.getBody()).getSubsts());
        } else if (here(d) && d.getSource() == d && d.getBody() != null) {
          definitions.add(d);
          push(d.getBody());
        }
      } else if (node instanceof TheoremNode) {
        push(((TheoremNode) node).getTheorem());
      } else if (node instanceof AssumeNode) {
        push(((AssumeNode) node).getAssume());
      } else if (node instanceof ThmOrAssumpDefNode) {
        push(((ThmOrAssumpDefNode) node).getBody());
      } else if (node instanceof InstanceNode) {
        substitutions(substitutionsOf((InstanceNode) node));
      } else if (node instanceof AssumeProveNode) {
        for (SemanticNode below : node.getChildren()) push(below);
      } else if (node instanceof NewSymbNode) {
        push(((NewSymbNode) node).getSet());
      } else if (node instanceof LetInNode) {
        let(json, (LetInNode) node);
      } else if (node instanceof SubstInNode) {
        substitutions(((SubstInNode) node).getSubsts());
      } else if (node instanceof ExprOrOpArgNode) {
        expression(json, (LevelNode) node);
      }
    }

    private void let(Json json, LetInNode node) {
      if (here(node)) node(json, node, "Let", null);
      for (OpDefNode d : node.getLets()) push(d);
      for (SemanticNode below : node.getChildren()) push(below);
      push(node.getBody());
    }

    private void expression(Json json, LevelNode node) {
      if (!here(node)) return;
      if (node instanceof OpApplNode) {
        node(json, node, "Apply", ((OpApplNode) node).getOperator());
        for (ExprOrOpArgNode arg : ((OpApplNode) node).getArgs()) push(arg);
        for (ExprNode bound : orNone(((OpApplNode) node).getBdedQuantBounds())) push(bound);
        return;
      }
      if (node instanceof OpArgNode) {
        node(json, node, "OpArg", ((OpArgNode) node).getOp());
        if (((OpArgNode) node).getOp() instanceof OpDefNode) push(((OpArgNode) node).getOp());
        return;
      }
      final String name = node.getClass().getSimpleName();
      node(json, node, name.substring(0, name.length() - "Node".length()), null);
      if (node instanceof LabelNode) push(((LabelNode) node).getBody());
    }

    private static ExprNode[] orNone(ExprNode[] nodes) {
      return nodes == null ? new ExprNode[0] : nodes;
    }

    private void substitutions(Subst[] all) {
      for (Subst s : all) {
        if (!s.isImplicit()) push(s.getExpr());
      }
    }

    private static Subst[] substitutionsOf(InstanceNode node) {
      try {
        final Field field = InstanceNode.class.getDeclaredField("substs");
        field.setAccessible(true);
        final Subst[] all = (Subst[]) field.get(node);
        return all == null ? new Subst[0] : all;
      } catch (ReflectiveOperationException e) {
        return new Subst[0];
      }
    }

    /** {@code [line, column, end line, end column, kind, level, operator?]}; an operator as in {@link #symbol}. */
    private void node(Json json, LevelNode node, String kind, SymbolNode operator) {
      json.open('[');
      place(json, node.getLocation());
      json.text(kind).number(level(node));
      if (operator != null) symbol(json, operator);
      json.close(']');
    }

    private static int level(LevelNode node) {
      try {
        return node.getLevel();
      } catch (Throwable unchecked) {
        return -1;
      }
    }

    private static void place(Json json, Location at) {
      json.number(at.beginLine()).number(at.beginColumn()).number(at.endLine()).number(at.endColumn());
    }

    /** {@code [name, arity, module's file, line, column, name of the declaration]}; no place for a built-in. */
    private void symbol(Json json, SymbolNode symbol) {
      SymbolNode source = symbol;
      if (symbol instanceof OpDefNode) source = ((OpDefNode) symbol).getSource();
      if (symbol instanceof ThmOrAssumpDefNode) source = ((ThmOrAssumpDefNode) symbol).getSource();
      json.open('[').text(symbol.getName().toString()).number(symbol.getArity());
      final boolean builtIn = symbol.getKind() == ASTConstants.BuiltInKind || source.getTreeNode() == null;
      final Location at = builtIn ? null : source.getLocation();
      json.text(at == null ? "" : at.source());
      json.number(at == null ? 0 : at.beginLine()).number(at == null ? 0 : at.beginColumn());
      json.text(source.getName().toString()).close(']');
    }

    private void definition(Json json, OpDefNode d) {
      json.open('[');
      place(json, d.getLocation());
      json.text(d.getName().toString()).number(d.getArity()).number(level(d)).open('[');
      for (SymbolNode p : d.getParams()) json.number(p.getArity());
      json.close(']').close(']');
    }

    private static void declared(Json json, OpDeclNode d) {
      final Location at = d.getLocation();
      json.open('[').text(d.getName().toString()).number(d.getArity());
      json.text(at.source()).number(at.beginLine()).number(at.beginColumn()).close(']');
    }
  }

  /** Just enough JSON: commas are put where they belong. */
  private static final class Json {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    private void comma() {
      if (!first) out.append(',');
      first = false;
    }

    Json open(char bracket) {
      comma();
      out.append(bracket);
      first = true;
      return this;
    }

    Json close(char bracket) {
      out.append(bracket);
      first = false;
      return this;
    }

    Json key(String name) {
      text(name);
      out.append(':');
      first = true;
      return this;
    }

    Json number(int value) {
      comma();
      out.append(value);
      return this;
    }

    Json text(String value) {
      comma();
      out.append('"');
      for (int i = 0; i < value.length(); i++) {
        final char c = value.charAt(i);
        if (c == '"' || c == '\\') out.append('\\').append(c);
        else if (c < ' ' || c > '~') out.append(String.format("\\u%04x", (int) c));
        else out.append(c);
      }
      out.append('"');
      return this;
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
