using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Orleans.QuantumMesh.Storage.Tests;

/// <summary>Runs the tests, or the process that a crash test kills.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [CrashingProcess.Command, var folder] => CrashingProcess.RunAsync(folder),
        _ when args.Any(argument => argument is "--server" or "--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
