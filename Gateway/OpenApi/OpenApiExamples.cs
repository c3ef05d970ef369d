namespace Orleans.QuantumMesh.Gateway;

/// <summary>Bodies that can be sent as they stand.</summary>
internal static class OpenApiExamples
{
    public const string Submit = """{"circuit":"OPENQASM 3;\nqubit[2] q;\nbit[2] c;\nbell_pair q[0], q[1];\nc = measure q;\n","shots":1024,"seed":0,"label":"bell"}""";

    public const string Validate = """{"circuit":"OPENQASM 3;\ninclude \"stdgates.inc\";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n"}""";

    public const string Reservation = """{"fragment_id":"frag-0001","service_id":"cnot","ttl_seconds":60,"min_fidelity":0.8}""";

    public const string Problem = """{"type":"urn:quantum-mesh:problem:circuit_invalid","title":"Unprocessable Entity","status":422,"detail":"The circuit has 1 error.","error":"circuit_invalid","request_id":"req-0f8fad5bd9cb469fa16570867728950e","errors":[{"field":"circuit","message":"There is no gate 'hh'.","code":"unknown_gate","line":4,"column":1}]}""";
}
