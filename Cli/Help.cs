namespace Orleans.QuantumMesh.Cli;

/// <summary>What the client can do, in one page.</summary>
public static class Help
{
    public static int Print(TextWriter output)
    {
        output.WriteLine("""
            mesh run FILE        run a circuit on a mesh of its own: one coordinator, four nodes, all stopped at the end
                                 --seed N=0  --shots N=1024  --noise-shots N=256  --mode distributed|centralized  --label TEXT
                                 --param NAME=VALUE …  values for the program's inputs
                                 --json  --nodes N=4  --port P  --keep  --data DIR  (DIR is kept; --keep without it: ./data)
            mesh up              keep a coordinator and its nodes running until Ctrl-C
                                 --port P=8081  --data DIR=./data  --nodes N=4
            mesh node            start one more service node
                                 --bootstrap MULTIADDR …  (mesh node --help: all options)
            mesh validate FILE…  check circuits (- is standard input); --json: a verdict a line, with the normalised program or the faults
            mesh fmt FILE        print a circuit in one form; --to openqasm3|openqasm2|qiskit
            mesh test [NAME…]    build and run the test suite; --full for the long sets too
            mesh bench [NAME …]  run what bench/ holds
            """);
        return 0;
    }
}
