using System.Text;
using System.Text.Json;

using CsCheck;

using Orleans.QuantumMesh.Core.Planning;
using Orleans.QuantumMesh.Core.Simulation;
using Orleans.QuantumMesh.Grains.Abstractions;
using Orleans.QuantumMesh.Mesh.Protocol;

namespace Orleans.QuantumMesh.Mesh.Tests.Messages;

public sealed class MessageJsonTests
{
    private static readonly Gen<string> AnyText = Gen.String;

    [Fact]
    public void DispatchesSurviveTheWire()
    {
        Gen<FragmentOperation> operation =
            from gate in Gen.Int[0, 3].Select(i => new[] { "h", "cx", "measure", "ctrl(2) @ rx" }[i])
            from parameters in Gen.Double[-10, 10].Array[0, 3]
            from qubits in Gen.Int[0, 40].HashSet[0, 4]
            from bits in AnyText.Array[0, 2]
            from value in Gen.Long
            from conditional in Gen.Bool
            from service in Gen.Int[0, 2].Select(i => new[] { null, "", "qft" }[i])
            select new FragmentOperation { OperationId = "", Gate = gate, Params = parameters, Qubits = [.. qubits], Condition = conditional ? new FragmentCondition(bits, value, null) : null, ServiceType = service };
        (from operations in operation.Array[0, 20]
         from seedHigh in Gen.ULong
         from seedLow in Gen.ULong
         from shots in Gen.Int[1, 65_536]
         from job in AnyText
         select new FragmentCall
         {
             ExecutionId = "exec-1",
             ReservationToken = "token",
             JobId = job,
             PlanId = "plan-1",
             FragmentId = "frag-0001",
             Attempt = 2,
             ServiceType = "qft",
             Qubits = [1, 2],
             Operations = [.. operations.Select((o, i) => o with { OperationId = $"op-{i}" })],
             Handoffs = [new FragmentHandoff(3, "node")],
             Shots = shots,
             Seed = new UInt128(seedHigh, seedLow),
             MinFidelity = 0.5,
         }).Sample(call =>
         {
             using JsonDocument document = JsonDocument.Parse(RequestFrame.Write(call, FragmentJson.Write));
             FragmentRequest read = FragmentJson.Read(document.RootElement);
             Assert.Null(read.Fault);
             Assert.Equal(RequestFrame.Write(call, FragmentJson.Write), RequestFrame.Write(read.Call!, FragmentJson.Write));
             Assert.Equal(call.Seed, read.Call!.Seed);
         });
    }

    [Theory]
    [InlineData("9007199254740992", JsonValueKind.Number)]
    [InlineData("9007199254740993", JsonValueKind.String)]
    [InlineData("340282366920938463463374607431768211455", JsonValueKind.String)]
    public void SeedsAbove2To53AreText(string seed, JsonValueKind kind)
    {
        FragmentCall call = Fragments.Call("t", [], seed: UInt128.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        using JsonDocument document = JsonDocument.Parse(RequestFrame.Write(call, FragmentJson.Write));
        Assert.Equal(kind, document.RootElement.GetProperty("seed").ValueKind);
    }

    [Theory]
    [InlineData("\"seed\":-1", "seed")]
    [InlineData("\"seed\":1.5", "seed")]
    [InlineData("\"seed\":\"340282366920938463463374607431768211456\"", "seed")]
    [InlineData("\"shots\":0", "shots")]
    [InlineData("\"shots\":\"8\"", "shots")]
    [InlineData("\"operations\":{}", "operations")]
    [InlineData("\"operations\":[{\"gate\":\"h\",\"qubits\":[0]}]", "operation_id")]
    [InlineData("\"operations\":[{\"operation_id\":\"a\",\"gate\":\"h\",\"qubits\":[0,0]}]", "qubit twice")]
    [InlineData("\"operations\":[{\"operation_id\":\"a\",\"gate\":\"h\",\"qubits\":[]},{\"operation_id\":\"a\",\"gate\":\"h\",\"qubits\":[]}]", "twice")]
    [InlineData("\"handoffs\":[{\"qubit\":\"a\"}]", "qubit")]
    public void AfaultInADispatchIsNamed(string field, string named)
    {
        string rest = field.StartsWith("\"operations", StringComparison.Ordinal) ? "" : ",\"operations\":[]";
        using JsonDocument document = JsonDocument.Parse($"{{\"execution_id\":\"e\",{field}{rest}}}");
        FragmentRequest read = FragmentJson.Read(document.RootElement);
        Assert.Null(read.Call);
        Assert.Contains(named, read.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThan4096OperationsAreTooLarge()
    {
        FragmentCall call = Fragments.Call("t", [.. Enumerable.Range(0, 4_097).Select(i => Fragments.Operation(i, "x", 0))]);
        using JsonDocument document = JsonDocument.Parse(RequestFrame.Write(call, FragmentJson.Write));
        Assert.True(FragmentJson.Read(document.RootElement).IsTooLarge);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"execution_id\":1}")]
    [InlineData("{\"execution_id\":\"e\",\"reservation_token\":1}")]
    [InlineData("{\"forget\":[1]}")]
    [InlineData("{\"forget\":{}}")]
    public void AbrokenHeadIsRefused(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Throws<FormatException>(() => FragmentJson.Read(document.RootElement));
    }

    [Fact]
    public void AnswersSurviveTheWire()
    {
        Gen<NodeError> error =
            from pauli in Gen.Int[0, 2].Select(i => "XYZ"[i].ToString())
            from shots in Gen.Int[0, 255].HashSet[1, 10]
            select new NodeError("op-1", "pauli", [0], pauli, [.. shots.Order()]);
        (from errors in error.Array[0, 5]
         from seed in Gen.ULong
         from gamma in Gen.Double[0, 1]
         from text in AnyText
         select new NodeAnswer
         {
             ExecutionId = "exec-1",
             Status = "ok",
             Error = text,
             ObservedFidelity = gamma,
             OperationFidelity = 1 - gamma,
             Errors = [.. errors, new NodeError(null, "link", [4], "X", [0, 1])],
             Damping = [new NodeDamping("op-1", 0, gamma, seed)],
             Channel = [new NodeChannel("op-1", "damping", new Dictionary<string, double> { ["gamma"] = gamma }.ToSorted())],
             Measurements = [new NodeMeasurement("op-1", 0, seed, [1, 5])],
             QueueMs = 1,
             ExecuteMs = 0.25,
         }).Sample(answer =>
         {
             byte[] text = NodeAnswerJson.Write(answer);
             Assert.Equal(text, NodeAnswerJson.Write(NodeAnswerJson.Read(Encoding.UTF8.GetString(text))));
         });
    }

    [Theory]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0001\",\"kind\":\"pauli\",\"qubits\":[0],\"pauli\":\"XX\",\"shots\":[0]}]")]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0001\",\"kind\":\"pauli\",\"qubits\":[7],\"pauli\":\"X\",\"shots\":[0]}]")]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0002\",\"kind\":\"pauli\",\"qubits\":[0],\"pauli\":\"X\",\"shots\":[0]}]")]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0001\",\"kind\":\"pauli\",\"qubits\":[0],\"pauli\":\"X\",\"shots\":[1,1]}]")]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0001\",\"kind\":\"pauli\",\"qubits\":[0],\"pauli\":\"X\",\"shots\":[256]}]")]
    [InlineData("\"errors\":[{\"operation_id\":\"op-0001\",\"kind\":\"magic\",\"qubits\":[0],\"pauli\":\"X\",\"shots\":[1]}]")]
    [InlineData("\"measurements\":[{\"operation_id\":\"op-0001\",\"qubit\":3,\"draw_seed\":\"1\",\"flips\":[]}]")]
    [InlineData("\"measurements\":[{\"operation_id\":\"op-0001\",\"qubit\":0,\"draw_seed\":\"18446744073709551616\",\"flips\":[]}]")]
    [InlineData("\"measurements\":[]")]
    [InlineData("\"observed_fidelity\":2")]
    [InlineData("\"execution_id\":\"exec-2\"")]
    public void AnAnswerThatDoesNotFitItsDispatchIsNotUsed(string field)
    {
        FragmentCall call = Fragments.Call("t", [Fragments.Operation(1, "measure", 0)]);
        string right = """
            {"execution_id":"exec-1","status":"ok","reason":null,"error":null,"observed_fidelity":1,"operation_fidelity":1,"errors":[],"damping":[],"channel":[],
            "measurements":[{"operation_id":"op-0001","qubit":0,"draw_seed":"1","flips":[]}],"queue_ms":0,"execute_ms":0,"more":1}
            """;
        Assert.Null(NodeAnswerCheck.Fault(NodeAnswerJson.Read(right), call));
        Dictionary<string, JsonElement> fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(right)!;
        foreach ((string name, JsonElement value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>($"{{{field}}}")!)
        {
            fields[name] = value;
        }

        Assert.True(Refused(JsonSerializer.Serialize(fields)));

        bool Refused(string text)
        {
            try
            {
                return NodeAnswerCheck.Fault(NodeAnswerJson.Read(text), call) is not null;
            }
            catch (FormatException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void GarbageIsNeverMoreThanAFormatException() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            Assert.Throws<FormatException>(() => AdvertisementJson.Read(bytes));
            Assert.Throws<FormatException>(() => HeartbeatJson.Read(bytes));
            Assert.Null(RequestFrame.TryParse(bytes, out _));
        });

    [Fact]
    public void AdvertisementsSurviveTheWire()
    {
        DateTimeOffset at = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);
        NodeAdvertisement advertisement = new()
        {
            NodeId = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
            Sequence = 1_790_000_000_000,
            EmittedAt = at,
            ListenAddresses = ["/ip4/127.0.0.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN"],
            TrustTier = "platform_managed",
            Capacity = 4,
            LinkFidelity = 0.97,
            Services = [new ServiceOffer { ServiceType = "cnot", Fidelity = 0.99, QubitMin = 1, QubitMax = 8, Availability = true, GateSet = ["cx"], Connectivity = "0-1,1-2", UpdatedAt = at, CalibratedAt = at }],
        };
        byte[] wire = AdvertisementJson.Write(advertisement);
        Assert.Equal(wire, AdvertisementJson.Write(AdvertisementJson.Read(wire)));
        Assert.Contains("\"connectivity\":[[0,1],[1,2]]", Encoding.UTF8.GetString(wire), StringComparison.Ordinal);
        Assert.Contains("\"emitted_at\":\"2026-02-03T04:05:06.789Z\"", Encoding.UTF8.GetString(wire), StringComparison.Ordinal);
    }
}
