using System.Diagnostics;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>The tableau and the packed frames take the machine's widest vectors; narrower ones, and none, must give the same.</summary>
public class VectorWidthTests
{
    private const string Variable = "QMESH_VECTOR_WIDTH_CHILD";

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Tableaus_agree_with_amplitudes_without(string instructions)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is null, "This is the process that such a test has started.");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "-method", $"{typeof(CarriedShotsTests).FullName}.{nameof(CarriedShotsTests.Carried_shots_have_the_outcomes_of_amplitudes)}",
                "-method", $"{typeof(CarriedShotsTests).FullName}.{nameof(CarriedShotsTests.Many_histories_of_a_Clifford_program_take_one_tableau_by_themselves)}",
            },
        };
        start.Environment[Variable] = instructions;
        start.Environment[instructions] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("Total: 2, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }
}
